import type { HistoryFact, RowOutcome } from '../history';
import type { Update } from './update';

/** What became of each update's row; `merged` says why where there are no facts. */
export function outcomesOf(
  number: string,
  updates: readonly Update[],
  facts: readonly HistoryFact[],
  merged: ReadonlyMap<number, string>,
): RowOutcome[] {
  const byRow = new Map<number, HistoryFact[]>();
  for (const fact of facts) byRow.set(fact.row, [...(byRow.get(fact.row) ?? []), fact]);
  return updates.map(({ row }): RowOutcome => {
    const own = byRow.get(row) ?? [];
    const contradictions = own.flatMap(({ contradiction }) => contradiction ?? []);
    if (own.length === 0) return { row, number, outcome: 'merged', why: merged.get(row) ?? 'nothing changed' };
    if (contradictions.length > 0) return { row, number, outcome: 'contradictory', why: contradictions.join(' ') };
    return { row, number, outcome: 'imported', why: own.map(({ type }) => type).join(', ') };
  });
}
