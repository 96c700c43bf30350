import { backOff, pause } from './pause';

/** How often an event is tried before it is parked. */
export const ATTEMPTS = 3;

/**
 * Tries until an attempt answers something other than an error. The last attempt parks what stands in the way;
 * what an attempt throws is not about the events and ends the trying.
 */
export async function tryRepeatedly<T>(
  attempt: (count: number) => Promise<T | Error>,
  onFailure: (error: Error, attempt: number) => void,
  signal: AbortSignal,
): Promise<T> {
  for (let count = 1; ; count++) {
    const result = await attempt(count);
    if (!(result instanceof Error)) return result;
    onFailure(result, count);
    if (count === ATTEMPTS) throw result;
    await pause(backOff(count), signal);
  }
}
