import { setTimeout as delay } from 'node:timers/promises';

/**
 * Repeats an assertion until it holds and answers its value.
 *
 * @throws the assertion's last error when it does not hold in time (5 seconds unless told)
 */
export async function eventually<T>(
  assertion: () => T | Promise<T>,
  { timeoutMs = 5_000, intervalMs = 20 }: { timeoutMs?: number; intervalMs?: number } = {},
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() >= deadline) throw error;
    }
    await delay(intervalMs);
  }
}
