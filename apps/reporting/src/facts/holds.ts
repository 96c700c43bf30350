import type { HoldReason } from '@opsledger/contracts';
import type { IncidentFact } from './incident-fact';

type Holds = Pick<IncidentFact, 'hold_reason' | 'hold_since' | 'held_seconds' | 'held_seconds_by_reason'>;

const toMilliseconds = (seconds: number): number => Math.round(seconds * 1000) / 1000;

/** Waits for something from now on; what it waited for before, if anything, is added up. */
export const waitingFor = (row: Holds, reason: HoldReason, at: string): Holds => ({
  ...waitingNoMore(row, at),
  hold_reason: reason,
  hold_since: at,
});

export function waitingNoMore(
  { hold_reason, hold_since, held_seconds, held_seconds_by_reason }: Holds,
  at: string,
): Holds {
  const over = { hold_reason: null, hold_since: null };
  if (hold_reason === null || hold_since === null) return { ...over, held_seconds, held_seconds_by_reason };
  // Imported facts may be out of order; a hold that ends before it begins lasted no time.
  const seconds = Math.max(0, (Date.parse(at) - Date.parse(hold_since)) / 1000);
  const sameReason = held_seconds_by_reason[hold_reason] ?? 0;
  return {
    ...over,
    held_seconds: toMilliseconds(held_seconds + seconds),
    held_seconds_by_reason: { ...held_seconds_by_reason, [hold_reason]: toMilliseconds(sameReason + seconds) },
  };
}
