import type { Pool } from 'pg';
import type { Log } from '../log';
import { Leadership } from '../postgres/leadership';
import { backOff, pause } from './pause';
import { TakenOver } from './taken-over';

/** What is led, under which lease: of all processes on a database, one at a time has it. */
export interface LeadingOptions {
  readonly pool: Pool;
  /** What only one process at a time may do. */
  readonly lease: string;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Works as long as its signal lasts; calls `succeeded` when things go right, which ends a series of failures. */
  readonly lead: (signal: AbortSignal, succeeded: () => void) => Promise<void>;
  /** Leadership ended: with an error, or without one when it was given up or taken over. */
  readonly onEnd: (error?: Error) => void;
}

/** Of failures in a row the first is told, then every tenth: with the longest pauses, one in about two minutes. */
const TELL_EVERY = 10;

/** Leads whenever it can: stands by, leads, and after a failure waits a little longer each time. Ends with the signal. */
export async function keepLeading({ pool, lease: name, log, signal, lead, onEnd }: LeadingOptions): Promise<void> {
  for (let attempt = 1; !signal.aborted; attempt++) {
    try {
      const lease = await Leadership.of(pool).acquire(name, signal);
      try {
        await lead(AbortSignal.any([signal, lease.lost]), () => (attempt = 0));
      } finally {
        await lease.release();
      }
      onEnd();
    } catch (error) {
      if (signal.aborted || error instanceof TakenOver) {
        onEnd();
        continue;
      }
      onEnd(error as Error);
      if (attempt === 1 || attempt % TELL_EVERY === 0)
        log.error({ lease: name, attempt, err: error }, 'Failed; trying again');
      await pause(backOff(attempt), signal).catch(() => undefined);
    }
  }
}
