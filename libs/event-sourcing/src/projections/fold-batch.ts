import type { Position, RecordedEvent } from '@opsledger/event-store';
import type { Projection } from './projection';

/** One event meeting one row. */
export interface Touch {
  readonly key: string;
  readonly event: RecordedEvent;
}

/** A touch that could not be applied (`error`), or one that waits behind such a one for the order's sake. */
export interface ParkedTouch extends Touch {
  readonly error?: Error;
}

/** From which event on a key's row was refused. */
export interface RefusedRow {
  readonly position: Position;
  readonly error: Error;
}

/** What a batch does to a table. */
export interface Outcome<Row> {
  /** New rows by key; `null`: deleted. */
  readonly changed: ReadonlyMap<string, Row | null>;
  readonly parked: readonly ParkedTouch[];
}

/** What is known before a batch is folded. */
export interface Before<Row> {
  readonly rows: ReadonlyMap<string, Row>;
  /** Keys whose earlier events are parked. */
  readonly parkedKeys: ReadonlySet<string>;
  /** Rows the database is known to refuse. */
  readonly refused: ReadonlyMap<string, RefusedRow>;
}

/** Which rows each event touches, in log order; events without a handler touch none. */
export function touchesOf(projection: Projection, events: readonly RecordedEvent[]): readonly Touch[] {
  const touches: Touch[] = [];
  for (const event of events) {
    if (!Object.hasOwn(projection.handlers, event.type)) continue;
    if (!projection.keys) touches.push({ key: event.subject, event });
    else for (const key of new Set(projection.keys(event))) touches.push({ key, event });
  }
  return touches;
}

/** Folds touches into rows. Never throws: what a handler throws parks its event and all later ones of that key. */
export function foldBatch<Row extends object>(
  projection: Projection<Row>,
  touches: readonly Touch[],
  { rows, parkedKeys, refused }: Before<Row>,
): Outcome<Row> {
  const changed = new Map<string, Row | null>();
  const parked: ParkedTouch[] = [];
  const stuck = new Set(parkedKeys);
  for (const touch of touches) {
    const { key, event } = touch;
    if (stuck.has(key)) {
      parked.push(touch);
      continue;
    }
    const before = changed.get(key) ?? (changed.has(key) ? undefined : rows.get(key));
    try {
      const refusal = refused.get(key);
      if (refusal && refusal.position <= event.position) throw refusal.error;
      const after = applied(projection, before, touch);
      if (after !== undefined && after !== before) changed.set(key, after);
    } catch (error) {
      parked.push({ ...touch, error: error instanceof Error ? error : new Error(String(error)) });
      stuck.add(key);
    }
  }
  return { changed, parked };
}

function applied<Row extends object>(
  { handlers, table, name }: Projection<Row>,
  row: Row | undefined,
  { key, event }: Touch,
): Row | null | undefined {
  const after = handlers[event.type]?.(row, event, key);
  if (after && after[table.key] !== key)
    throw new Error(`${name} answered ${event.type} for ${key} with a row whose ${table.key} is ${after[table.key]}.`);
  return after;
}
