import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LogNotAsSigned, isCheckpoint, loadSigningKey, writeCheckpoint, type Checkpoint } from '@opsledger/event-store';
import type { Logger } from '@opsledger/service-kit';
import type { Pool } from 'pg';

const EVERY_MS = 5 * 60_000;

/** Files beside the data directory of the database, where `opsledger verify` looks for them. */
export const CHECKPOINT_KEY = 'checkpoint-key.pem';
export const LAST_CHECKPOINT = 'last-checkpoint.json';

/**
 * Signs what the log holds, now and every five minutes, and keeps the last checkpoint in a file: a log cut off later
 * no longer fits it, and is told instead of being signed over. Copy file and public key elsewhere to be safe from whoever
 * can write here.
 *
 * @returns signs once more, and stops it: call it when nothing is recorded any more
 */
export function keepCheckpoints(
  { pool, directory, logger }: { pool: Pool; directory: string; logger: Logger },
  everyMs = EVERY_MS,
): () => Promise<void> {
  const key = loadSigningKey(join(directory, CHECKPOINT_KEY));
  const file = join(directory, LAST_CHECKPOINT);
  let signing = Promise.resolve();
  const sign = async (): Promise<void> => {
    try {
      const checkpoint = await writeCheckpoint(pool, key, { kept: keptIn(file) });
      if (checkpoint) replaceFile(file, `${JSON.stringify(checkpoint, null, 2)}\n`);
    } catch (error) {
      if (error instanceof BrokenCheckpoint) logger.error(error.message);
      else if (error instanceof LogNotAsSigned) logger.error(`${error.message} ${remedyFor(error, file)}`);
      else
        logger.warn(
          { err: error },
          'no checkpoint of the log could be signed; `opsledger verify` says whether it is intact',
        );
    }
  };
  const next = (): void => void (signing = signing.then(sign));
  next();
  const timer = setInterval(next, everyMs);
  return async () => {
    clearInterval(timer);
    next();
    await signing;
  };
}

/** The file is damaged: whether the log still ends where it did cannot be told by it. */
class BrokenCheckpoint extends Error {
  constructor(file: string, what: string) {
    super(
      `${file} holds no checkpoint (${what}). Nothing is signed until it does: restore it from a copy. ` +
        'Without one, see what `opsledger verify` says once it is moved away; then the log is signed on from the last checkpoint in the database.',
    );
    this.name = 'BrokenCheckpoint';
  }
}

/** @throws BrokenCheckpoint for a file that was not written by `replaceFile` */
function keptIn(file: string): Checkpoint | undefined {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  let kept: unknown;
  try {
    kept = JSON.parse(text);
  } catch (error) {
    throw new BrokenCheckpoint(file, (error as Error).message);
  }
  if (isCheckpoint(kept)) return kept;
  throw new BrokenCheckpoint(file, 'some of it is missing');
}

/** A backup that is older than the file may be meant; a log that does not fit its own database is not. */
const remedyFor = ({ isInDatabase }: LogNotAsSigned, file: string): string =>
  'Nothing is signed until it is as it was: stop Opsledger and restore a backup that holds all of it. ' +
  (isInDatabase
    ? 'To go on without what is gone, copy the log into an empty database with `opsledger migrate`.'
    : `To go on without what is gone, move ${file} away.`);

/** As a whole: whoever ends half-way, or meets a full disk, leaves the checkpoint before. */
function replaceFile(file: string, text: string): void {
  const draft = `${file}.new`;
  writeFileSync(draft, text, { flush: true });
  renameSync(draft, file);
}
