import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  StoreUnavailable,
  isCheckpoint,
  linesOf,
  loadVerifyingKey,
  openLogAt,
  verifyChains,
  verifyLog,
  type Checkpoint,
  type VerifyReport,
} from '@opsledger/event-store';
import { BEGIN_AGAIN, CliError, EXIT, stopIf } from '../client/errors';
import { jsonIn, requireFile } from '../named-file';
import { progressOf, type Terminal } from '../terminal/progress';
import { eventCount, reachDatabase } from './reach-log';

interface VerifyRequest {
  readonly databaseUrl?: string;
  /** Data directory of the embedded PostgreSQL; used when there is no database URL. */
  readonly dataDir: string;
  /** PEM file of the key that signs checkpoints, either half. */
  readonly key?: string;
  /** JSON file of a checkpoint kept elsewhere. */
  readonly checkpoint?: string;
  /** KurrentDB server that holds the log instead of a database. */
  readonly kurrentdbUrl?: string;
  /** What the names of the streams begin with there. */
  readonly prefix?: string;
}

/** Checks the whole log where it lies; needs no running Opsledger, and disturbs none. */
export async function verify(request: VerifyRequest, terminal: Terminal, signal?: AbortSignal): Promise<VerifyReport> {
  if (request.kurrentdbUrl !== undefined) return verifyOnServer(request.kurrentdbUrl, request, terminal, signal);
  const keyFile = request.key ?? keptBySuite(request, 'checkpoint-key.pem.pub');
  const kept = keyFile && keptBySuite(request, 'last-checkpoint.json');
  const anchorFile = request.checkpoint ?? kept;
  const key = keyFile === undefined ? undefined : readKey(keyFile);
  const anchor =
    anchorFile === undefined ? undefined : readAnchor(anchorFile, anchorFile === kept ? MOVE_AWAY : GIVE_ANOTHER);
  if (anchor && !key)
    throw new CliError('--checkpoint needs --key: without it nobody can tell a genuine checkpoint.', EXIT.usage);
  const database = await reachDatabase(request.databaseUrl, request.dataDir);
  try {
    const total = await eventCount(database.pool);
    const progress = progressOf(terminal, 'Verifying events', total);
    try {
      const onProgress = (events: number): void => {
        stopIf(signal, BEGIN_AGAIN);
        progress.reach(events);
      };
      const report = await verifyLog(database.pool, { key, anchor, onProgress });
      return report.intact || !anchor ? report : naming(anchorFile!, report);
    } finally {
      progress.done();
    }
  } finally {
    await database.leave();
  }
}

async function verifyOnServer(
  url: string,
  request: VerifyRequest,
  terminal: Terminal,
  signal?: AbortSignal,
): Promise<VerifyReport> {
  if (request.key !== undefined || request.checkpoint !== undefined)
    throw new CliError(
      '--key and --checkpoint are for a log in PostgreSQL: only there checkpoints are signed.',
      EXIT.usage,
    );
  const log = await openLogAt(url, request.prefix).catch((error: unknown) => {
    throw new CliError((error as Error).message, error instanceof StoreUnavailable ? EXIT.unreachable : EXIT.usage);
  });
  try {
    let told = 0;
    const onProgress = (events: number): void => {
      stopIf(signal, BEGIN_AGAIN);
      if (events < told + TELL_EVERY) return;
      told = events;
      terminal.err.write(`Verifying events ${events}\n`);
    };
    return await verifyChains(log, { onProgress });
  } finally {
    await log.close();
  }
}

/** A server does not count the events of a prefix, so there is no bar. */
const TELL_EVERY = 100_000;

/** What the suite keeps in its data directory, outside the database. */
function keptBySuite({ databaseUrl, dataDir }: VerifyRequest, file: string): string | undefined {
  const path = join(dataDir, file);
  return databaseUrl === undefined && existsSync(path) ? path : undefined;
}

export const verdict = (report: VerifyReport): string => `${linesOf(report).join('\n')}\n`;

function readKey(file: string) {
  requireFile(file);
  try {
    return loadVerifyingKey(file);
  } catch {
    throw new CliError(
      `${file} holds no key that checks checkpoints: give the PEM file of an Ed25519 key. ` +
        'The suite keeps its own in its data directory: checkpoint-key.pem.pub.',
      EXIT.usage,
    );
  }
}

/** What to do about a file that holds no checkpoint, by where it comes from. */
const MOVE_AWAY =
  'Restore it from a copy, or name one with --checkpoint; moved away, the log is checked without it, and an end that was cut off together with its checkpoints does not show.';
const GIVE_ANOTHER = 'Give another copy, or leave --checkpoint out.';

function readAnchor(file: string, remedy: string): Checkpoint {
  const checkpoint = jsonIn(file, remedy);
  if (isCheckpoint(checkpoint)) return checkpoint;
  throw new CliError(
    `${file} holds no checkpoint: it needs all that the suite writes to last-checkpoint.json. ${remedy}`,
    EXIT.usage,
  );
}

/** What is found may be the fault of the file. */
const naming = (anchorFile: string, report: VerifyReport): VerifyReport => ({
  ...report,
  notices: [...report.notices, `The anchor is the checkpoint in ${anchorFile}.`],
});
