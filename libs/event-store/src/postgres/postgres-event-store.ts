import type { ClientConfig, Pool, QueryArrayConfig } from 'pg';
import { systemClock, type Clock } from '../clock';
import type { CopyableLog } from '../copy/copyable-log';
import { EVENT_ID, encodeAppend, positionOf, type StoredEvent } from '../encoded-event';
import { EventIdTaken, StoreUnavailable, WrongExpectedVersion, type LogTaken } from '../errors';
import { START, type NewEvent, type Position, type RecordedEvent } from '../event';
import {
  LOOKED_AT_PER_EVENT,
  type Appended,
  type EventStore,
  type LogSlice,
  type StreamHead,
  type StreamSlice,
} from '../event-store';
import { Listeners, type AppendedListener } from '../listeners';
import { Appender, type Outcome } from './appender';
import { Connection } from './connection';
import { GroupCommit } from './group-commit';
import { Growth } from './growth';
import { Notifications } from './notifications';
import { restoreEvents } from './restore';
import { AS_TEXT, COLUMNS, eventOf, storedEvent, type EventRow } from './rows';
import { openPool } from './open-pool';
import { migrate } from './schema';
import { SettledHead } from './settled-head';
import { asStoreError, isRefusedByServer } from './store-errors';
import { StreamReads } from './stream-reads';
import { CONFIRM_MS, WritersLock, type Writing } from './writers-lock';

/** Where the log is in PostgreSQL, and what its connections may take; times in milliseconds. */
export interface PostgresEventStoreOptions {
  readonly url: string;
  readonly clock?: Clock;
  /** Takes the right to append at once, alone or beside others; unless told, beside others with the first append. */
  readonly writing?: Writing;
  /** Told when the right to append was lost with its connection, and others had taken it when that came back. */
  readonly onTaken?: (error: LogTaken) => void;
  /** Connections for reading; appends have one of their own, wake-ups another. */
  readonly readConnections?: number;
  /** How long the server may work on one statement, waiting for other writers included. */
  readonly statementTimeoutMs?: number;
  /** Appends that may wait for a batch before `StoreOverloaded` is thrown. */
  readonly maxWaiting?: number;
}

const BACKOFF = { firstMs: 100, maxMs: 5_000 };
const MEGABYTE = 1024 * 1024;

const STREAMS = `
  select ${COLUMNS}, asked.index
  from unnest($1::text[], $2::integer[]) with ordinality as asked (asked_id, after, index)
  join opsledger.events on stream_id = asked.asked_id and revision > asked.after
  order by asked.index, revision`;

/** Positions have no gaps, so that the part looked at is a range of them. */
const OF_TYPES = `
  where position > $1 and position <= $3
    and (type = any($4::text[]) or position = (select max(position) from opsledger.events where position <= $3))
  order by position limit $2`;

/** The log in PostgreSQL: table `opsledger.events`. */
export class PostgresEventStore implements EventStore, CopyableLog {
  readonly log = 'database';
  readonly idsUniqueWithin = 'log';

  private readonly listeners = new Listeners();
  private readonly growth = new Growth(this.listeners);
  private readonly pool: Pool;
  private readonly settled: SettledHead;
  private readonly lock: WritersLock;
  private readonly connection: Connection;
  private readonly notifications: Notifications;
  private readonly appends: GroupCommit<Outcome>;
  private confirming?: NodeJS.Timeout;
  private readonly streams = new StreamReads<RecordedEvent>(async ({ streamIds, after }) => {
    const rows = await this.query('streams', STREAMS, [streamIds, after]);
    return rows.map((row) => ({ index: Number(row.at(-1)) - 1, row: eventOf(row) }));
  });

  /**
   * Creates or updates the tables, then answers the store.
   *
   * @throws StoreUnavailable when the server does not answer
   * @throws DatabaseAhead when its tables are of a later version than this program
   * @throws LogTaken when it shall write at once, and others stand against it
   */
  static async open(options: PostgresEventStoreOptions): Promise<PostgresEventStore> {
    const store = new PostgresEventStore(options);
    try {
      await migrate(store.pool);
      if (options.writing) await store.claim(options.writing);
      return store;
    } catch (error) {
      await store.close();
      throw asStoreError(error);
    }
  }

  private constructor({
    url,
    clock = systemClock,
    writing,
    onTaken = () => undefined,
    readConnections = 4,
    statementTimeoutMs = 10_000,
    maxWaiting = 10_000,
  }: PostgresEventStoreOptions) {
    const config: ClientConfig = {
      connectionString: url,
      connectionTimeoutMillis: 5_000,
      statement_timeout: statementTimeoutMs,
      // For a server that no longer answers at all.
      query_timeout: statementTimeoutMs + 5_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    };
    this.pool = openPool({ ...config, max: readConnections, application_name: 'opsledger-log-read' });
    this.settled = new SettledHead(this.pool);
    this.lock = new WritersLock(writing ?? 'shared', writing !== undefined, {
      taken: () => this.listeners.tell([]),
      lost: onTaken,
    });
    const appending = { ...config, application_name: 'opsledger-log-append', pipeline: true };
    this.connection = new Connection(appending, BACKOFF, this.lock);
    this.notifications = new Notifications(
      { ...config, application_name: 'opsledger-log-listen' },
      BACKOFF,
      (position) => this.growth.hear(position),
    );
    const appender = new Appender(this.connection, clock);
    this.appends = new GroupCommit<Outcome>({
      send: (batch) => this.growth.during(() => appender.append(batch), eventsOf),
      mayBeSplit: isRefusedByServer,
      overlapFrom: 12,
      maxBatchEvents: 500,
      maxBatchSize: 4 * MEGABYTE,
      maxWaiting,
      maxWaitingSize: 64 * MEGABYTE,
    });
  }

  get soleWriter(): boolean {
    return this.lock.isAlone;
  }

  async append(streamId: string, expected: StreamHead, events: readonly NewEvent[]): Promise<Appended> {
    const encoded = encodeAppend(streamId, expected, events);
    const outcome = await this.appends.submit({ streamId, expected, events: encoded });
    switch (outcome.kind) {
      case 'appended':
        return appendedOf(outcome.events, false);
      case 'repeated':
        // Recorded by an append whose answer was lost.
        this.growth.hear();
        return appendedOf(await this.findEvents(encoded.map(({ id }) => id)), true);
      case 'wrong version':
        throw new WrongExpectedVersion(streamId, expected, outcome.actual);
      case 'id taken':
        throw new EventIdTaken(outcome.id);
    }
  }

  readStream(streamId: string, { after = 0 }: StreamSlice = {}): Promise<readonly RecordedEvent[]> {
    return this.streams.read(streamId, after);
  }

  readAll({ after, limit, types }: LogSlice): Promise<readonly RecordedEvent[]> {
    if (!types) return this.read('all', `where position > $1 order by position limit $2`, [Number(after), limit]);
    return this.read('types', OF_TYPES, [Number(after), limit, Number(after) + limit * LOOKED_AT_PER_EVENT, types]);
  }

  async readStored({ after, limit }: LogSlice): Promise<readonly StoredEvent[]> {
    const text = `select ${COLUMNS} from opsledger.events where position > $1 order by position limit $2`;
    return (await this.query('stored', text, [Number(after), limit])).map(storedEvent);
  }

  restore(events: readonly StoredEvent[]): Promise<void> {
    return restoreEvents(this.pool, events);
  }

  async findEvent(id: string): Promise<RecordedEvent | undefined> {
    return EVENT_ID.test(id) ? (await this.findEvents([id]))[0] : undefined;
  }

  async head(): Promise<Position> {
    const rows = await this.query('head', 'select position from opsledger.events order by position desc limit 1', []);
    return rows[0]?.[0] ? positionOf(rows[0][0]) : START;
  }

  settledHead(): Promise<Position> {
    return this.settled.read();
  }

  onAppended(listener: AppendedListener): () => void {
    this.notifications.start();
    return this.listeners.add(listener);
  }

  async close(): Promise<void> {
    clearInterval(this.confirming);
    this.appends.abandon(new StoreUnavailable('The event store is closed.'));
    await Promise.all([this.notifications.close(), this.connection.close(), this.pool.end()]);
  }

  private async claim(writing: Writing): Promise<void> {
    await this.confirm();
    let running = false;
    this.confirming = setInterval(() => {
      if (running) return;
      running = true;
      // Opens the connection again where it was lost; until then nobody relies on being alone.
      void this.confirm()
        .catch(() => undefined)
        .finally(() => (running = false));
    }, CONFIRM_MS[writing]).unref();
  }

  private confirm(): Promise<void> {
    return this.lock.confirm(() => this.connection.ping());
  }

  private findEvents(ids: readonly string[]): Promise<readonly RecordedEvent[]> {
    return this.read('ids', `where id = any($1::uuid[]) order by position`, [ids]);
  }

  private async read(name: string, condition: string, values: readonly unknown[]): Promise<readonly RecordedEvent[]> {
    return (await this.query(name, `select ${COLUMNS} from opsledger.events ${condition}`, values)).map(eventOf);
  }

  private async query(name: string, text: string, values: readonly unknown[]): Promise<EventRow[]> {
    try {
      const query: QueryArrayConfig = {
        name: `opsledger-${name}`,
        text,
        values: [...values],
        rowMode: 'array',
        types: AS_TEXT,
      };
      return (await this.pool.query<string[]>(query)).rows;
    } catch (error) {
      throw asStoreError(error);
    }
  }
}

const eventsOf = (outcomes: readonly Outcome[]): readonly RecordedEvent[] =>
  outcomes.flatMap((outcome) => (outcome.kind === 'appended' ? outcome.events : []));

function appendedOf(events: readonly RecordedEvent[], repeated: boolean): Appended {
  const last = events[events.length - 1];
  if (!last) throw new Error('An append was recognised as repeated, but its events are gone: verify the log.');
  return { head: { revision: last.revision, hash: last.hash }, position: last.position, events, repeated };
}
