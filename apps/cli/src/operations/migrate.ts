import { migrateEventSourcing, moveReaders, readersPositions } from '@opsledger/event-sourcing';
import {
  LogsDiffer,
  StoreUnavailable,
  compareLogs,
  copyLog,
  openLogAt,
  placeOf,
  openPool,
  type Comparison,
  type Copied,
  type EventLog,
  type Position,
} from '@opsledger/event-store';
import { CliError, EXIT, stopIf } from '../client/errors';
import { progressOf, type Terminal } from '../terminal/progress';
import { eventCount, reachDatabase, requireDatabaseUrl } from './reach-log';

interface MigrateRequest {
  /** Where the log is now; the database of the data directory unless told. */
  readonly from?: string;
  readonly to: string;
  readonly dataDir: string;
  /** What the names of the streams begin with where one side is a KurrentDB server. */
  readonly fromPrefix?: string;
  readonly toPrefix?: string;
  readonly dryRun?: boolean;
  /** PostgreSQL whose views and processes shall go on in the copy; `source` for the database that holds the log now. */
  readonly readers?: string;
}

interface Migrated extends Copied {
  /** Absent for a dry run. */
  readonly comparison?: Comparison;
  /** Views and processes that go on in the copy now. */
  readonly movedReaders?: number;
}

/** Copies the log, compares the two, and moves the readers over if they shall and everything is the same. */
export async function migrate(request: MigrateRequest, terminal: Terminal, signal?: AbortSignal): Promise<Migrated> {
  if (request.readers !== undefined && request.readers !== 'source') requireDatabaseUrl(request.readers);
  const source = await openSource(request);
  try {
    const readers = request.readers === 'source' ? databaseOf(source) : request.readers;
    const target = await opened(request.to, request.toPrefix, source.url);
    try {
      return await between(source.log, target, { ...request, readers }, terminal, signal);
    } finally {
      await target.close();
    }
  } finally {
    await source.leave();
  }
}

async function between(
  source: EventLog,
  target: EventLog,
  { dryRun, readers }: MigrateRequest,
  terminal: Terminal,
  signal?: AbortSignal,
): Promise<Migrated> {
  const head = Number(await source.head());
  const copied = await shown(terminal, dryRun ? 'Looking' : 'Copying', head, (onProgress) =>
    copyLog(source, target, { dryRun, onProgress, signal }),
  );
  if (dryRun) return copied;
  stopIf(signal);
  const pool = readers === undefined ? undefined : openPool({ connectionString: readers, max: 1 });
  try {
    // Before the comparison: it finds where these lie in the copy.
    if (pool) await migrateEventSourcing(pool);
    const held = pool ? await readersPositions(pool) : new Set<Position>();
    const positions = new Map<Position, Position>();
    const onPair = (here: Position, there: Position) => void (held.has(here) && positions.set(here, there));
    const comparison = await shown(terminal, 'Comparing', Number(await source.head()), (reach) => {
      const onProgress = (position: Position): void => {
        stopIf(signal);
        reach(position);
      };
      return compareLogs(source, target, { onProgress, onPair });
    });
    const move = { from: source.log, to: target.log, positions };
    const movedReaders = pool && comparison.same ? await moveReaders(pool, move) : undefined;
    return { ...copied, comparison, movedReaders };
  } finally {
    await pool?.end();
  }
}

async function shown<Answer>(
  terminal: Terminal,
  label: string,
  head: number,
  work: (onProgress: (position: Position) => void) => Promise<Answer>,
): Promise<Answer> {
  const progress = progressOf(terminal, label, head);
  try {
    return await work((position) => progress.reach(Math.min(Number(position), head)));
  } catch (error) {
    if (error instanceof LogsDiffer) throw new CliError(error.message, EXIT.failed);
    if (error instanceof StoreUnavailable)
      throw new CliError(`${error.message} The same command goes on where this one ended.`, EXIT.unreachable);
    throw error;
  } finally {
    progress.done();
  }
}

interface Source {
  readonly log: EventLog;
  /** Where it is, to tell it from the target. */
  readonly url: string;
  leave(): Promise<void>;
}

function databaseOf({ log, url }: Source): string {
  if (log.log === 'database') return url;
  throw new CliError('The source is no PostgreSQL: say which one has the views, with --readers <url>.', EXIT.usage);
}

/** A database that holds no log is not given one: it was named by mistake. */
async function openSource({ from, fromPrefix, dataDir }: MigrateRequest): Promise<Source> {
  if (from !== undefined && !/^postgres/i.test(from)) {
    const log = await opened(from, fromPrefix);
    return { log, url: from, leave: () => log.close() };
  }
  const database = await reachDatabase(from, dataDir);
  try {
    await eventCount(database.pool);
    const log = await opened(database.url);
    return { log, url: database.url, leave: () => log.close().then(() => database.leave()) };
  } catch (error) {
    await database.leave();
    throw error;
  }
}

async function opened(url: string, prefix?: string, source?: string): Promise<EventLog> {
  if (source !== undefined && url === source && !prefix)
    throw new CliError('--to and --from are the same log: nothing is to be done.', EXIT.usage);
  const isPostgres = /^postgres/i.test(url);
  if (isPostgres) requireDatabaseUrl(url);
  try {
    return await openLogAt(url, prefix);
  } catch (error) {
    const isAway = error instanceof StoreUnavailable;
    const where = isPostgres && isAway ? `PostgreSQL at ${placeOf(url)}: ` : '';
    throw new CliError(`${where}${(error as Error).message}`, isAway ? EXIT.unreachable : EXIT.usage);
  }
}

/** What came of it, in lines for people. */
export function linesOf({ found, copied, comparison, movedReaders }: Migrated): string[] {
  if (!comparison)
    return [`${found} events are in the target already, ${copied} would be copied. Nothing was written.`];
  const { same, events, streams, differences, findings } = comparison;
  return [
    `${found} events were in the target already, ${copied} were copied.`,
    ...differences.map((difference) => `DIFFERENT  ${difference}.`),
    ...findings.map(({ kind, message }) => `${kind.toUpperCase()}  ${message}`),
    same
      ? `Compared: ${events} events of ${streams} records are the same on both sides, count by count, and every hash chain holds.`
      : 'The two logs are NOT the same. Keep using the source.',
    ...(movedReaders === undefined ? [] : [`${movedReaders} views and processes go on in the copy.`]),
  ];
}
