import { setTimeout as delay } from 'node:timers/promises';

/** Waits; not at all for a negative time. Rejects when the signal aborts. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (milliseconds > 0) await delay(milliseconds, undefined, { signal });
}

/** 100 ms, doubled for every further attempt, at most 10 s. `attempt` counts from 1. */
export const backOff = (attempt: number): number => Math.min(100 * 2 ** (attempt - 1), 10_000);
