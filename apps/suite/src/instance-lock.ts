import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory } from '@opsledger/embedded-postgres';
import { CannotStart } from '@opsledger/service-host';
import { startOf } from './process-identity';

interface Holder {
  readonly pid: number;
  /** See `startOf`: a pid alone may have come round again. */
  readonly start: string | undefined;
}

/**
 * Makes this process the only one that works on a data directory. A process that was killed holds it no longer.
 *
 * @returns how to give it back
 * @throws CannotStart when another process holds it, or the directory cannot be written
 */
export function lockDirectory(directory: string, self: Holder = { pid: process.pid, start: startOf(process.pid) }) {
  const lock = join(directory, 'suite.lock');
  const draft = `${lock}.${self.pid}`;
  try {
    makeDirectory(directory);
    writeFileSync(draft, JSON.stringify(self));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new CannotStart(
      `Cannot write to the data directory ${directory} (${code}): choose another with OPSLEDGER_DATA.`,
      { cause },
    );
  }
  try {
    while (!tryLink(draft, lock)) {
      const holder = holderOf(lock);
      if (holder && holds(holder))
        throw new CannotStart(
          `Another Opsledger (pid ${holder.pid}) works on ${directory}: stop it, or choose another directory with OPSLEDGER_DATA.`,
        );
      removeStale(lock, `${draft}.stale`, holder);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return () => {
    if (holderOf(lock)?.pid === self.pid) rmSync(lock, { force: true });
  };
}

/** A link is made with its content or not at all: nobody ever reads half a lock. */
function tryLink(draft: string, lock: string): boolean {
  try {
    linkSync(draft, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Of two processes that find the same stale lock, the slower may move the faster one's new lock: it is put back. */
function removeStale(lock: string, aside: string, stale: Holder | undefined): void {
  try {
    renameSync(lock, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = holderOf(aside);
  if (moved && moved.pid !== stale?.pid && holds(moved)) tryLink(aside, lock);
  rmSync(aside, { force: true });
}

function holderOf(lock: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(lock, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

const holds = ({ pid, start }: Holder): boolean => start !== undefined && startOf(pid) === start;
