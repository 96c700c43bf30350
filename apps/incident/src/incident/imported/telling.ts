import { DEFAULT_PRIORITY_MATRIX, priorityIn, type IncidentEvent, type IncidentKeys } from '@opsledger/contracts';
import type { Fact } from '@opsledger/event-sourcing';
import { v5 as uuid5 } from 'uuid';
import { evolve } from '../evolve';
import { isKnown, isSameLink, keysOf, type Incident, type KnownIncident } from '../incident-state';
import { contradictionOf } from '../transitions';
import type { Saying } from './saying';

/** Told after what is known: with the keys that follow, and marked where they contradict the life cycle. */
export function tell(sayings: readonly Saying[], before: Incident, number: string): Fact<IncidentEvent>[] {
  let state = before;
  return sayings.flatMap((saying) => {
    // A rule of the suite acted on what held then; where that holds no more, neither does what it did.
    if (!saying.imported && contradictionOf(state, saying.type) !== undefined) return [];
    const fact = factOf(saying, state, number);
    state = evolve(state, fact);
    return [fact];
  });
}

type Withdrawal = Omit<Extract<IncidentEvent, { type: 'IncidentImportWithdrawn' }>['data'], 'keys' | 'unlinked'>;

/**
 * Takes back all that is recorded of an incident.
 *
 * @param after how it stands once what holds is told again
 */
export function withdrawal(state: KnownIncident, data: Withdrawal, after?: Incident): IncidentEvent {
  const kept = after && isKnown(after) ? after.details.links : [];
  const unlinked = state.details.links.filter((link) => !kept.some(isSameLink(link)));
  return {
    type: 'IncidentImportWithdrawn',
    data: { keys: keysOf(state), ...data, ...(unlinked.length > 0 && { unlinked }) },
  };
}

interface Retold {
  readonly id: string;
  readonly state: KnownIncident;
  /** What is recorded. */
  readonly known: readonly Saying[];
  /** What is to be told: of what is known, and new. */
  readonly holding: readonly Saying[];
}

/** Takes back all that is recorded of an incident, and tells at once what holds. */
export function tellAgain({ id, state, known, holding }: Retold, data: Withdrawal): Fact<IncidentEvent>[] {
  const withdrawn = evolve(state, withdrawal(state, data));
  const recorded = new Set(known);
  const { generation } = state.origin;
  const renewed = holding.map((saying) => (recorded.has(saying) ? again(saying, id, generation + 1) : saying));
  const told = tell(renewed, withdrawn, state.number);
  return [withdrawal(state, data, told.reduce(evolve, withdrawn)), ...told];
}

/** An event id is used once; the fact stays known by its first. */
function again(saying: Saying, recordId: string, generation: number): Saying {
  const { identity, imported } = saying;
  return {
    ...saying,
    id: uuid5(JSON.stringify([identity, generation]), recordId),
    ...(imported && { imported: { ...imported, fact: identity } }),
  };
}

function factOf(saying: Saying, before: Incident, number: string): Fact<IncidentEvent> {
  const { id, type, occurredAt, by, imported } = saying;
  const data = counted(saying, before);
  const provisional = isKnown(before) ? keysOf(before) : firstKeys(number, data);
  const after = evolve(before, { type, data: { keys: provisional, ...data } } as IncidentEvent);
  const keys = isKnown(after) ? keysOf(after) : provisional;
  const contradiction = imported && (imported.contradiction ?? contradictionOf(before, type));
  return {
    type,
    data: { keys, ...data },
    id,
    occurredAt,
    actor: by,
    ...(imported && { imported: { ...imported, ...(contradiction && { contradiction }) } }),
  } as Fact<IncidentEvent>;
}

/** The source counts what it shows of itself; what other files told counts as well. */
function counted({ type, data }: Saying, before: Incident): object {
  if (type !== 'IncidentResolved' || !isKnown(before)) return data;
  const { resolution } = data as { readonly resolution: number };
  return { ...data, resolution: Math.max(resolution, before.details.resolutions + 1) };
}

/** What readers group by before anything but the first fact is known; the source's own priority follows as a fact. */
function firstKeys(number: string, stated: object): IncidentKeys {
  const { impact = 3, urgency = 3 } = stated as Partial<Extract<IncidentEvent, { type: 'IncidentLogged' }>['data']>;
  const priority = priorityIn(DEFAULT_PRIORITY_MATRIX, impact, urgency);
  return { number, state: 'new', priority, team: null, service: null, category: null };
}
