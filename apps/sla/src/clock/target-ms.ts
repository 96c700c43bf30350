import { parseDuration } from '@opsledger/business-time';
import type { PinnedTarget } from './clock';

/**
 * A target as open time on its calendar. Business days are turned into open time at the start, so that pauses work on
 * them as on any other target.
 */
export function targetMs({ target, calendar }: PinnedTarget, startedAt: number): number {
  const duration = parseDuration(target.duration);
  if (duration.kind === 'elapsed') return duration.ms;
  const end = calendar.time.addBusinessDays(startedAt, duration.days);
  // Further away than any calendar is looked along: as good as never due.
  return end === null ? Number.MAX_SAFE_INTEGER : calendar.time.elapsed(startedAt, end);
}
