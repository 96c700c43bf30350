import { backOff, pause } from './pause';

/** How often an event is tried before it is parked. */
export const ATTEMPTS = 3;

/**
 * Tries until an attempt answers no error. The final attempt is told so: it parks what stands in the way.
 * What an attempt throws is not about the events and ends the trying.
 */
export async function tryRepeatedly(
  attempt: (final: boolean) => Promise<Error | undefined>,
  onFailure: (error: Error, attempt: number) => void,
  signal: AbortSignal,
): Promise<void> {
  for (let count = 1; count <= ATTEMPTS; count++) {
    const error = await attempt(count === ATTEMPTS);
    if (!error) return;
    onFailure(error, count);
    await pause(backOff(count), signal);
  }
}
