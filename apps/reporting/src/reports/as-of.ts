import type { IncidentEvent } from '@opsledger/contracts';
import { START, type EventStore, type RecordedEvent } from '@opsledger/event-store';
import { Problem, type QueryContext } from '@opsledger/service-kit';
import { LRUCache } from 'lru-cache';
import type { IncidentFact } from '../facts/incident-fact';
import { incidentFacts } from '../facts/incident-facts';
import { TABLE, type FactsSource } from './facts-source';

const PAGE = 1_000;
/** Clocks of several processes may differ: how much later than `asOf` an earlier fact may lie in the log. */
const CLOCK_SKEW_MS = 5 * 60_000;
/** Beyond this the log is too long to be folded while somebody waits. */
const MOST_EVENTS = 1_000_000;

type Folding = Promise<readonly IncidentFact[]>;
/** A report and the lists behind it are asked as of the same instant, one after the other. */
const recent = new WeakMap<EventStore, LRUCache<string, Folding>>();

/**
 * Where a report reads: the table, or what was known at `asOf`. The table holds what is known now; what was known
 * before is folded from the log anew, leaving out what was recorded later.
 *
 * @throws Problem 400 when `asOf` is still to come, 422 when the log is too long
 */
export async function sourceAsOf(
  asked: string | undefined,
  { store, clock }: Pick<QueryContext, 'store' | 'clock'>,
): Promise<{ readonly asOf: string | null; readonly source: FactsSource }> {
  if (asked === undefined) return { asOf: null, source: TABLE };
  const asOf = new Date(asked).toISOString();
  if (asOf > clock().toISOString())
    throw new Problem(
      400,
      'as-of-to-come',
      'Not known yet',
      `${asOf} is still to come. Leave asOf out for what is known now.`,
    );
  const settled = Date.parse(asOf) < clock().getTime() - CLOCK_SKEW_MS;
  const rows = await (settled ? remembered(asOf, store) : fold(asOf, store));
  return { asOf, source: { kind: 'known', rows } };
}

/** What was known long enough ago does not change any more. */
function remembered(asOf: string, store: EventStore): Folding {
  const foldings = recent.get(store) ?? new LRUCache<string, Folding>({ max: 2 });
  recent.set(store, foldings);
  const known = foldings.get(asOf);
  if (known) return known;
  const folding = fold(asOf, store);
  foldings.set(asOf, folding);
  folding.catch(() => foldings.delete(asOf));
  return folding;
}

async function fold(asOf: string, store: EventStore): Promise<readonly IncidentFact[]> {
  const end = new Date(Date.parse(asOf) + CLOCK_SKEW_MS).toISOString();
  const facts = new Map<string, IncidentFact>();
  for (let after = START, read = 0; ;) {
    const events = await store.readAll({ after, limit: PAGE });
    for (const event of events) if (event.recordedAt <= asOf) applyTo(facts, event);
    const last = events.at(-1);
    if (!last || last.recordedAt > end) return [...facts.values()];
    after = last.position;
    read += events.length;
    if (read > MOST_EVENTS) throw tooLong();
  }
}

/** With the very folds that fill the table. */
function applyTo(facts: Map<string, IncidentFact>, event: RecordedEvent): void {
  const handle = Object.hasOwn(incidentFacts.handlers, event.type)
    ? incidentFacts.handlers[event.type as IncidentEvent['type']]
    : undefined;
  const row = handle?.(facts.get(event.subject), event as never, event.subject);
  if (row === null) facts.delete(event.subject);
  else if (row !== undefined) facts.set(event.subject, row);
}

const tooLong = (): Problem =>
  new Problem(
    422,
    'log-too-long',
    'Log is too long for asOf',
    `Until then more than ${MOST_EVENTS} facts were recorded. Ask without asOf, or restore a copy of the log up to then.`,
  );
