import type { IncidentEvent } from '@opsledger/contracts';
import type { Actor, Provenance } from '@opsledger/event-store';
import { evolve } from '../evolve';
import type { FactTrail, Incident, TracedEvent } from '../incident-state';
import { contradictionOf } from '../transitions';

/** Something said of an imported incident, without what follows from the order in which it is told. */
export interface Saying {
  /** Of its event. */
  readonly id: string;
  /** Id under which it was recorded first: stays the same however often it is told again. */
  readonly identity: string;
  readonly type: IncidentEvent['type'];
  /** What it says; the keys follow from what is told before it. */
  readonly data: object;
  readonly occurredAt: string;
  readonly by: Actor;
  /** Nothing when it is a rule of the suite that said it. */
  readonly imported?: Provenance;
}

/** What is recorded of an imported incident, in the order told. */
export function sayingsIn(trail: FactTrail | null): Saying[] {
  let state: Incident = { status: 'unknown' };
  return inOrder(trail).map((event) => {
    const saying = sayingOf(event, state);
    state = evolve(state, event);
    return saying;
  });
}

function inOrder(trail: FactTrail | null): TracedEvent[] {
  const events: TracedEvent[] = [];
  for (let it = trail; it; it = it.earlier) events.push(it.fact);
  return events.reverse();
}

function sayingOf(event: TracedEvent, before: Incident): Saying {
  const { id = '', type, occurredAt = '', metadata } = event;
  const { keys: _keys, ...data } = event.data;
  const imported = metadata?.imported ?? event.imported;
  return {
    id,
    identity: imported?.fact ?? id,
    type,
    data,
    occurredAt,
    by: metadata?.actor ?? event.actor!,
    ...(imported && { imported: withoutMark(imported, contradictionOf(before, type)) }),
  };
}

/** A contradiction to what was told before it is found again where it still is one; what the source's reader found stays. */
function withoutMark(imported: Provenance, ours: string | undefined): Provenance {
  if (ours === undefined || imported.contradiction !== ours) return imported;
  const { contradiction: _ours, ...rest } = imported;
  return rest;
}
