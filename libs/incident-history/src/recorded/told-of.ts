import { importedFactIds, type HistoryEntry } from '@opsledger/contracts';
import type { FactType, IncidentHistory } from '../history';
import { factKey, LOGGING } from '../servicenow/fact-keys';
import { firstIdOf, slotOf } from './known-facts';

/** Whether the log has the update that a fact was told of, or told it as known from the beginning on. */
export const hasUpdateOf = (
  { id, updates }: IncidentHistory,
  withdrawals: number,
): ((entry: HistoryEntry) => boolean) => toldOf(id, [...updates, LOGGING], withdrawals);

/** Whether a fact was told of one of these updates. */
export function toldOf(id: string, updates: readonly string[], withdrawals: number): (entry: HistoryEntry) => boolean {
  const idsOf = new Map<string, ReadonlySet<string>>();
  return (entry) => {
    const kind = [entry.type, slotOf(entry)].join('/');
    const ids =
      idsOf.get(kind) ??
      new Set(
        updates.flatMap((update) =>
          importedFactIds(id, factKey(update, entry.type as FactType, slotOf(entry)), withdrawals),
        ),
      );
    idsOf.set(kind, ids);
    return ids.has(firstIdOf(entry));
  };
}
