import type { Clock } from './clock';
import type { CopyableLog } from './copy/copyable-log';
import type { LogTaken } from './errors';
import type { EventStore } from './event-store';
import { PostgresEventStore } from './postgres/postgres-event-store';
import type { Writing } from './postgres/writers-lock';

/** What the environment says of where the log is. */
export interface EventStoreEnvironment {
  readonly EVENT_STORE?: 'postgres' | 'kurrentdb';
  readonly DATABASE_URL?: string;
  readonly KURRENTDB_URL?: string;
  readonly KURRENTDB_PREFIX?: string;
}

/** A log that is appended to and read, and that can be copied to another store. */
export type EventLog = EventStore & CopyableLog;

/** What the program that opens a log knows of it. */
export interface OpeningOptions {
  readonly clock?: Clock;
  /**
   * Takes the right to append at once, alone or beside others. Only in PostgreSQL: of another server nobody knows who appends.
   */
  readonly writing?: Writing;
  /** Told when the right to append was lost, and others had taken it before it could be taken again. */
  readonly onTaken?: (error: LogTaken) => void;
}

/**
 * The store that the environment chooses; PostgreSQL unless it says otherwise. The client of another is loaded only then.
 *
 * @throws Error that names the variable that is missing or wrong
 * @throws StoreUnavailable when the server does not answer
 * @throws DatabaseAhead when its tables are of a later version than this program
 * @throws LogTaken when it shall write at once, and others stand against it
 */
export async function openEventStore(
  environment: EventStoreEnvironment,
  { clock, ...options }: OpeningOptions = {},
): Promise<EventLog> {
  const { EVENT_STORE = 'postgres', DATABASE_URL, KURRENTDB_URL, KURRENTDB_PREFIX } = environment;
  if (EVENT_STORE === 'kurrentdb') {
    if (!KURRENTDB_URL) throw new Error('EVENT_STORE=kurrentdb needs KURRENTDB_URL, e.g. kurrentdb://host:2113.');
    return openKurrentDb(KURRENTDB_URL, KURRENTDB_PREFIX, clock);
  }
  if (!DATABASE_URL) throw new Error('EVENT_STORE=postgres needs DATABASE_URL.');
  return PostgresEventStore.open({ url: DATABASE_URL, clock, ...options });
}

/**
 * The store at an address: `postgres://…`, `kurrentdb://…` or `esdb://…`.
 *
 * @throws Error when it is none of them
 * @throws StoreUnavailable when the server does not answer
 * @throws DatabaseAhead when its tables are of a later version than this program
 */
export function openLogAt(url: string, prefix?: string): Promise<EventLog> {
  if (/^postgres(ql)?:\/\//i.test(url)) return PostgresEventStore.open({ url });
  if (/^(kurrentdb|kurrent|kdb|esdb)(\+discover)?:\/\//i.test(url)) return openKurrentDb(url, prefix);
  return Promise.reject(new Error('A log is at postgres://…, kurrentdb://… or esdb://….'));
}

async function openKurrentDb(url: string, prefix?: string, clock?: Clock): Promise<EventLog> {
  const { KurrentDbEventStore } = await import('./kurrentdb/kurrentdb-event-store');
  return KurrentDbEventStore.open({ url, prefix, clock });
}
