import { setTimeout as delay } from 'node:timers/promises';

/** Waits; not at all for a negative time. Rejects when the signal aborts. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (milliseconds > 0) await delay(milliseconds, undefined, { signal });
}

/** `first` ms, doubled for every further attempt up to `longest`. `attempt` counts from 1. */
export const backOff = (attempt: number, first = 100, longest = 10_000): number =>
  Math.min(first * 2 ** (attempt - 1), longest);
