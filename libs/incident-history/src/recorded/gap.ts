import type { HistoryEntry } from '@opsledger/contracts';
import type { HistoryFact, IncidentHistory } from '../history';
import { renamed } from '../servicenow/update-keys';
import { untoldIn, type RecordedHistory } from './known-facts';
import { toldOf, hasUpdateOf } from './told-of';

/**
 * What is recorded and not told by a log that lacks updates of which something is recorded; nothing, if it has them all.
 * A modification that it has at another time, of which nothing is recorded, is no gap: one of the two files was corrected.
 */
export function untoldByGap(
  history: IncidentHistory,
  recorded: RecordedHistory,
  known: ReadonlyMap<HistoryEntry, HistoryFact>,
): Set<HistoryEntry> {
  const { id, updates } = history;
  const { items, withdrawals } = recorded;
  const isTold = hasUpdateOf(history, withdrawals);
  const unseen = updates.filter((update) => !items.some(toldOf(id, [update], withdrawals)));
  const isDatedOtherwise = (entry: HistoryEntry): boolean =>
    toldOf(
      id,
      unseen.map((update) => renamed(update, entry.occurredAt)),
      withdrawals,
    )(entry);
  const untold = untoldIn(recorded, known).filter((entry) => !isDatedOtherwise(entry));
  return new Set(untold.every(isTold) ? [] : untold);
}
