import type { Projection } from '@opsledger/event-sourcing';
import { START, type EventStore, type RecordedEvent } from '@opsledger/event-store';
import { Problem, type QueryContext } from '@opsledger/service-kit';
import { LRUCache } from 'lru-cache';
import { TABLE, type FactsSource } from './facts-source';

const PAGE = 1_000;
/** Clocks of several processes may differ: how much later than `asOf` an earlier fact may lie in the log. */
const CLOCK_SKEW_MS = 5 * 60_000;
/** Beyond this the log is too long to be folded while somebody waits. */
const MOST_EVENTS = 1_000_000;

type Folding<Fact> = Promise<readonly Fact[]>;
/** A report and the lists behind it are asked as of the same instant, one after the other. */
const recent = new WeakMap<EventStore, LRUCache<string, Folding<any>>>();

/**
 * Where a report reads: the table, or what was known at `asOf`. The table holds what is known now; what was known
 * before is folded from the log anew, leaving out what was recorded later.
 *
 * @throws Problem 400 when `asOf` is still to come, 422 when the log is too long
 */
export async function sourceAsOf<Fact extends object>(
  facts: Projection<Fact>,
  asked: string | undefined,
  { store, clock }: Pick<QueryContext, 'store' | 'clock'>,
): Promise<{ readonly asOf: string | null; readonly source: FactsSource<Fact> }> {
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
  const rows = await (settled ? remembered(facts, asOf, store) : fold(facts, asOf, store));
  return { asOf, source: { kind: 'known', rows } };
}

/** What was known long enough ago does not change any more. */
function remembered<Fact extends object>(facts: Projection<Fact>, asOf: string, store: EventStore): Folding<Fact> {
  const foldings = recent.get(store) ?? new LRUCache<string, Folding<any>>({ max: 3 });
  recent.set(store, foldings);
  const key = `${facts.name} ${asOf}`;
  const known = foldings.get(key);
  if (known) return known;
  const folding = fold(facts, asOf, store);
  foldings.set(key, folding);
  folding.catch(() => foldings.delete(key));
  return folding;
}

async function fold<Fact extends object>(
  projection: Projection<Fact>,
  asOf: string,
  store: EventStore,
): Promise<readonly Fact[]> {
  const end = new Date(Date.parse(asOf) + CLOCK_SKEW_MS).toISOString();
  const facts = new Map<string, Fact>();
  for (let after = START, read = 0; ;) {
    const events = await store.readAll({ after, limit: PAGE });
    for (const event of events) if (event.recordedAt <= asOf) applyTo(facts, projection, event);
    const last = events.at(-1);
    if (!last || last.recordedAt > end) return [...facts.values()];
    after = last.position;
    read += events.length;
    if (read > MOST_EVENTS) throw tooLong();
  }
}

/** With the very folds that fill the table. */
function applyTo<Fact extends object>(
  facts: Map<string, Fact>,
  { handlers, keys }: Projection<Fact>,
  event: RecordedEvent,
): void {
  const handle = Object.hasOwn(handlers, event.type) ? handlers[event.type] : undefined;
  if (!handle) return;
  for (const key of keys?.(event) ?? [event.subject]) {
    const row = handle(facts.get(key), event, key);
    if (row === null) facts.delete(key);
    else if (row !== undefined) facts.set(key, row);
  }
}

const tooLong = (): Problem =>
  new Problem(
    422,
    'log-too-long',
    'Log is too long for asOf',
    `Until then more than ${MOST_EVENTS} facts were recorded. Ask without asOf, or restore a copy of the log up to then.`,
  );
