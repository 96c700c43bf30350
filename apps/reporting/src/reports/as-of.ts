import type { Projection } from '@opsledger/event-sourcing';
import { START, type EventStore, type RecordedEvent } from '@opsledger/event-store';
import { Problem, unavailable, type QueryContext } from '@opsledger/service-kit';
import { LRUCache } from 'lru-cache';
import { BoundedQueue } from './bounded-queue';
import { TABLE, type FactsSource } from './facts-source';
import type { Sources } from './report';

const PAGE = 1_000;
/** Clocks of several processes may differ: how much later than `asOf` an earlier fact may lie in the log. */
const CLOCK_SKEW_MS = 5 * 60_000;
/** Beyond this the log is too long to be folded while somebody waits. */
const MOST_EVENTS = 1_000_000;

/** How many instants a process folds the log for at once: each reads all of it, and keeps all facts in memory. */
const AT_ONCE = 2;
const MOST_WAITING = 8;
const COME_BACK_S = 5;

/** Rows by projection, each as they were known at one instant. */
type Known = Map<string, Promise<readonly object[]>>;
/** A report and the lists behind it are asked as of the same instant, one after the other. */
const recent = new WeakMap<EventStore, LRUCache<string, Known>>();

/** Where a report reads its facts, all kinds as they were known at one instant. */
export interface Sourced {
  readonly asOf: string | null;
  readonly sources: Sources;
}

/**
 * Where a report reads: the tables, or what was known at `asOf`. The tables hold what is known now; what was known
 * before is folded from the log anew, all kinds of facts in one pass, leaving out what was recorded later.
 *
 * @throws Problem 400 when `asOf` is still to come, 422 when the log is too long, 503 when too many others ask likewise
 */
export async function sourcesAsOf(
  projections: readonly Projection[],
  asked: string | undefined,
  { store, clock }: Pick<QueryContext, 'store' | 'clock'>,
): Promise<Sourced> {
  if (asked === undefined) return { asOf: null, sources: () => TABLE };
  const asOf = new Date(asked).toISOString();
  if (asOf > clock().toISOString())
    throw new Problem(
      400,
      'as-of-to-come',
      'Not known yet',
      `${asOf} is still to come. Leave asOf out for what is known now.`,
    );
  const settled = Date.parse(asOf) < clock().getTime() - CLOCK_SKEW_MS;
  const known = settled ? rememberedAt(asOf, store) : new Map();
  const missing = projections.filter(({ name }) => !known.has(name));
  if (missing.length > 0) foldInto(known, missing, asOf, store);
  // All are taken before any is waited for: one that fails is forgotten at once.
  const found = projections.map(async ({ name }) => [name, { kind: 'known', rows: await known.get(name)! }] as const);
  const rows = new Map<string, FactsSource>(await Promise.all(found));
  return { asOf, sources: ({ name }) => rows.get(name)! };
}

/** What was known long enough ago does not change any more. */
function rememberedAt(asOf: string, store: EventStore): Known {
  const instants = recent.get(store) ?? new LRUCache<string, Known>({ max: 3 });
  recent.set(store, instants);
  const known = instants.get(asOf) ?? new Map();
  instants.set(asOf, known);
  return known;
}

const tooManyPasts = (ahead: number): Problem =>
  unavailable(
    'too-many-pasts',
    'Too many reports of the past',
    `${ahead} reports as of other instants are being made. Ask again in ${COME_BACK_S} seconds, or without asOf.`,
    COME_BACK_S,
  );

const folds = new BoundedQueue(AT_ONCE, MOST_WAITING, tooManyPasts);

/** Promises are there at once, so that who asks meanwhile waits for the same pass. */
function foldInto(known: Known, projections: readonly Projection[], asOf: string, store: EventStore): void {
  const folding = folds.run(() => fold(projections, asOf, store));
  for (const { name } of projections) {
    const rows = folding.then((folded) => folded.get(name)!);
    known.set(name, rows);
    rows.catch(() => known.delete(name));
  }
}

async function fold(
  projections: readonly Projection[],
  asOf: string,
  store: EventStore,
): Promise<ReadonlyMap<string, readonly object[]>> {
  const end = new Date(Date.parse(asOf) + CLOCK_SKEW_MS).toISOString();
  const facts = new Map(projections.map(({ name }) => [name, new Map<string, object>()]));
  const interested = byType(projections);
  for (let after = START, read = 0; ;) {
    const events = await store.readAll({ after, limit: PAGE, types: [...interested.keys()] });
    for (const event of events) {
      if (event.recordedAt > asOf) continue;
      for (const projection of interested.get(event.type) ?? [])
        applyTo(facts.get(projection.name)!, projection, event);
    }
    const last = events.at(-1);
    // All of a page, not its last: what was recorded while a clock was hours ahead is followed by what is not.
    if (!last || events.every(({ recordedAt }) => recordedAt > end))
      return new Map([...facts].map(([name, rows]) => [name, [...rows.values()]] as const));
    after = last.position;
    read += events.length;
    if (read > MOST_EVENTS) throw tooLong();
  }
}

function byType(projections: readonly Projection[]): ReadonlyMap<string, readonly Projection[]> {
  const types = new Map<string, Projection[]>();
  for (const projection of projections)
    for (const type of Object.keys(projection.handlers)) types.set(type, [...(types.get(type) ?? []), projection]);
  return types;
}

/** With the very folds that fill the table. */
function applyTo(facts: Map<string, object>, { handlers, keys }: Projection, event: RecordedEvent): void {
  for (const key of keys?.(event) ?? [event.subject]) {
    const row = handlers[event.type]!(facts.get(key), event, key);
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
