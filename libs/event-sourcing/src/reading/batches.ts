import type { EventSource } from '@opsledger/event-bus';
import type { Position, RecordedEvent } from '@opsledger/event-store';
import { Alarm } from './alarm';
import { pause } from './pause';
import type { Rests } from './rest';

/** How much a reader takes at once, and how long it lets events gather; times in milliseconds. */
export interface Pace {
  /** Most events at once. */
  readonly limit: number;
  /** Shortest time between two batches while keeping up: under load, events gather instead of costing a write each. */
  readonly gatherMs: number;
  /**
   * Longest such time. The more work a batch was, the longer the next one gathers, so that a busy machine spends its
   * time on commands, not on many small batches. Absent: always the shortest time.
   */
  readonly patienceMs?: number;
  /**
   * Whether a reader has anything to do with events of a type; with all of them unless told. What it has nothing to do with
   * gathers as long as it may be patient: dozens of readers that look at every event of a busy log would cost more than
   * those with something to do.
   */
  readonly wants?: (type: string) => boolean;
  /** Of a reader that lets others go first, also while it has much to catch up with. */
  readonly rests?: Rests;
  /** Whether anybody waits for what is read: then nobody goes first. */
  readonly isAwaited?: () => boolean;
}

/** While it may be patient, a reader rests so many times as long as it worked. */
const REST_PER_WORK = 10;

/** How long a quiet log may leave a reader without a batch, be it an empty one. */
const QUIET_MS = 250;

/**
 * The log from a position on, in batches. While catching up the next batch is fetched during the work on
 * the last one. A quiet log yields empty batches now and then. Ends when the signal aborts.
 *
 * @param hurry rung when somebody waits: what has gathered comes at once, after the shortest time
 */
export async function* batches(
  source: EventSource,
  after: Position,
  pace: Pace,
  signal: AbortSignal,
  hurry = new Alarm(),
): AsyncGenerator<readonly RecordedEvent[], void> {
  const { limit, gatherMs, rests, isAwaited = () => false } = pace;
  let reading: Promise<readonly RecordedEvent[]> | undefined;
  while (!signal.aborted) {
    const startedAt = performance.now();
    reading ??= source.read(after, limit, signal);
    // It may be awaited only in a later round; until then its failure is nobody's.
    reading.catch(() => undefined);
    const events = await within(QUIET_MS, reading);
    if (!events) {
      yield [];
      continue;
    }
    after = events.at(-1)?.position ?? after;
    const catchingUp = events.length >= limit;
    reading = catchingUp ? source.read(after, limit, signal) : undefined;
    reading?.catch(() => undefined);
    const givenAt = performance.now();
    yield events;
    const worked = performance.now() - givenAt;
    const last = events.at(-1);
    if (rests && last && !isAwaited()) await rests.after(worked, new Date(last.recordedAt), hurry, signal);
    if (catchingUp) continue;
    await pause(gatherMs - (performance.now() - startedAt), signal).catch(() => undefined);
    await hurry.sleep(restAfter(events, worked, pace) - (performance.now() - startedAt), signal);
  }
}

function restAfter(
  events: readonly RecordedEvent[],
  worked: number,
  { gatherMs, patienceMs = gatherMs, wants = () => true }: Pace,
): number {
  return events.some(({ type }) => wants(type)) ? Math.min(worked * REST_PER_WORK, patienceMs) : patienceMs;
}

/** What a promise resolves to, or `undefined` when that takes too long. */
async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([promise, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
