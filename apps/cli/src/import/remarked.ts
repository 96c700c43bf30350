import type { RowOutcome } from '@opsledger/incident-history';
import type { RowRemark } from './recorded-before';

/** What the server found beside what reading the file found. */
export function remarked(rows: readonly RowOutcome[], remarks: readonly RowRemark[]): readonly RowOutcome[] {
  if (remarks.length === 0) return rows;
  return rows.map((row) => {
    const found = remarks.filter((remark) => remark.row === row.row && !row.why.includes(remark.why));
    if (found.length === 0) return row;
    const contradicts = found.some(({ isContradiction }) => isContradiction);
    const outcome = contradicts ? 'contradictory' : row.outcome;
    const known = row.outcome === outcome ? [row.why] : [];
    return { ...row, outcome, why: [...known, ...found.map(({ why }) => why)].join(' ') };
  });
}
