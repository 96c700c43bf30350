import type { HistoryFact } from '@opsledger/incident-history';

/** How many of the facts give a priority that the file does not tell: a matrix gave it. */
export const derivedPriorities = (facts: readonly HistoryFact[]): number =>
  facts.filter(({ data }) => 'matrixVersion' in data && data.matrixVersion > 0).length;
