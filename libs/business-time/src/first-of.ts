import type { DateTime } from 'luxon';

/**
 * The first instant with this local time. Where clocks are put back over it, as over midnight in Havana, there are two,
 * and Luxon may mean either.
 */
export const firstOf = (time: DateTime): DateTime =>
  time.getPossibleOffsets().reduce((first, other) => (other < first ? other : first), time);
