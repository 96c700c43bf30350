import { importedFactIds } from '@opsledger/contracts';
import type { HistoryFact, IncidentHistory } from '../history';
import { knownFacts, type RecordedHistory } from './known-facts';
import { lateIn } from './late';

/**
 * Facts of a history that are not told: because they are late, or because a fuller import has shown that they were not so and
 * left them out.
 */
export function leftAwayIn(history: IncidentHistory, recorded: RecordedHistory): HistoryFact[] {
  const superseded = new Set(recorded.superseded);
  const known = new Set(knownFacts(history, recorded).values());
  const late = new Set(lateIn(history, recorded));
  const isLeftOut = ({ key }: HistoryFact): boolean =>
    importedFactIds(history.id, key, recorded.withdrawals).some((id) => superseded.has(id));
  return history.facts.filter((fact) => late.has(fact) || (!known.has(fact) && isLeftOut(fact)));
}
