import { ordersAllowedBy } from './cells/instants';
import { known } from './cells/text';
import type { Mapping } from './mapping';

/** Gathers whether the file's dates can be day first, month first or both. */
export function dateEvidence() {
  const seen = new Set<string>();
  const only = { 'day-first': 0, 'month-first': 0 };
  return {
    see(cell: string | undefined): void {
      const text = known(cell);
      if (text === null || seen.has(text)) return;
      seen.add(text);
      const allowed = ordersAllowedBy(text);
      if (allowed.length !== 1) return;
      only[allowed[0]!]++;
    },
    /** Every date that tells, tells this order. */
    allSay: (order: 'day-first' | 'month-first') =>
      only[order] > 0 && only[order === 'day-first' ? 'month-first' : 'day-first'] === 0,
    /** How many dates the order that was asked for cannot read, though the other could. */
    impossible: (mapping: Mapping) => only[mapping.dateOrder === 'day-first' ? 'month-first' : 'day-first'],
  };
}

/** What to do when the dates are written the other way round. */
export const adviceOn = (order: string): string =>
  `set {"dateOrder": "${order === 'day-first' ? 'month-first' : 'day-first'}"} in the mapping file`;
