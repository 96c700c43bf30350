import type { HistoryEntry } from '@opsledger/contracts';
import type { HistoryFact, IncidentHistory } from '../history';
import { LOGGING } from '../servicenow/fact-keys';
import { saysSame, untoldIn, type RecordedHistory } from './known-facts';
import { toldOf, hasUpdateOf } from './told-of';

type Known = ReadonlyMap<HistoryEntry, HistoryFact>;

/**
 * Whether a history can judge what is recorded: it has every update of which something is recorded, and begins no later.
 * For others people decide.
 */
export const isAsFull = (history: IncidentHistory, recorded: RecordedHistory, known: Known): boolean =>
  untoldIn(recorded, known).every(hasUpdateOf(history, recorded.withdrawals)) &&
  (beginsAlike(history, known) || beginsEarlier(history, recorded));

/** Whether a fact is known from the beginning on. */
export const isOfLogging = ({ key }: HistoryFact): boolean => key.split('/')[0] === LOGGING;

/** What is known from the beginning on is what the first update shows: it differs where another one is the first. */
export function beginsAlike({ facts }: IncidentHistory, known: Known): boolean {
  const recorded = new Map([...known].map(([entry, fact]) => [fact, entry]));
  return facts.filter(isOfLogging).every((fact) => recorded.has(fact) && saysSame(fact, recorded.get(fact)!));
}

/** Whether nothing is recorded of the first update, although all that is recorded is of updates that the log has. */
const beginsEarlier = ({ id, updates }: IncidentHistory, { items, withdrawals }: RecordedHistory): boolean =>
  !items.some(toldOf(id, updates.slice(0, 1), withdrawals));
