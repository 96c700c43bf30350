import type { DomainEvent, RecordedEvent } from '@opsledger/event-store';

/** Column name → SQL type and constraints. The keys are the row type's keys: neither can drift. */
export type Columns<Row> = { readonly [Column in keyof Row]-?: string };

/** Table a projection owns. It exists once per version: raising the version builds a new one beside it. */
export interface Table<Row> {
  readonly schema: string;
  readonly name: string;
  /** The column that holds the key; text. */
  readonly key: keyof Row & string;
  readonly columns: Columns<Row>;
  /** Index bodies, e.g. `(state, opened_at desc, id)` or `using gin (search)`. */
  readonly indexes?: readonly string[];
  /** For people with SQL clients. */
  readonly comment?: string;
  readonly columnComments?: { readonly [Column in keyof Row]?: string };
}

/**
 * Folds one event into one row. `undefined` in: there is no row yet. `null` out: delete the row;
 * `undefined` out: leave things as they are. Never mutates the row it is given. Rows are plain JSON: instants are
 * ISO 8601 strings in UTC with milliseconds, and read back as such.
 */
export type RowHandler<Row, Event extends DomainEvent = DomainEvent> = (
  row: Row | undefined,
  event: RecordedEvent<Event>,
  key: string,
) => Row | null | undefined;

/** Handlers by event type; the types subscribed to are exactly these keys. */
export type RowHandlers<Row, Event extends DomainEvent> = {
  readonly [Type in Event['type']]?: RowHandler<Row, Extract<Event, { type: Type }>>;
};

/** A read model: a table filled by folding events into rows, one row per key. */
export interface Projection<Row extends object = any, Event extends DomainEvent = any> {
  /** Unique over all services, e.g. `incident-list`. */
  readonly name: string;
  readonly version: number;
  readonly table: Table<Row>;
  /**
   * How long a row may wait for commands of people while there is much to do, in milliseconds; 0 unless told. For what is
   * seldom asked for and costs much: whoever waits for a position is served at once all the same.
   */
  readonly patienceMs?: number;
  /**
   * The same, while nobody has asked for the view for a minute; 0 unless told. For what people look at all day, and what
   * nobody misses at night while a storm of alerts is recorded. Only where no other process may be asked for it.
   */
  readonly unaskedPatienceMs?: number;
  /**
   * Rows an event touches; by default one, keyed by the record's id. Must not throw: an event whose rows are unknown
   * stops the projection.
   */
  readonly keys?: (event: RecordedEvent<Event>) => readonly string[];
  readonly handlers: RowHandlers<Row, Event>;
}

/** Keeps the types of a projection together; returns it unchanged. */
export const projection = <Row extends object, Event extends DomainEvent>(
  definition: Projection<Row, Event>,
): Projection<Row, Event> => definition;
