import { importedFactIds, type HistoryEntry } from '@opsledger/contracts';
import type { FactType, HistoryFact, IncidentHistory } from '../history';
import { factKey, LOGGING } from '../servicenow/fact-keys';
import { renamed } from '../servicenow/update-keys';
import { firstIdOf, saysSame, slotOf, untoldIn, type RecordedHistory } from './known-facts';

type Known = ReadonlyMap<HistoryEntry, HistoryFact>;

/**
 * Whether a history can judge what is recorded: it has every update of which something is recorded, and begins no later.
 * For others people decide.
 */
export const isAsFull = (history: IncidentHistory, recorded: RecordedHistory, known: Known): boolean =>
  untoldIn(recorded, known).every(updatesIn(history, recorded.withdrawals)) &&
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
  !items.some(named(id, updates.slice(0, 1), withdrawals));

/** Whether the log has the update that a fact was told of, or told it as known from the beginning on. */
const updatesIn = ({ id, updates }: IncidentHistory, withdrawals: number): ((entry: HistoryEntry) => boolean) =>
  named(id, [...updates, LOGGING], withdrawals);

/** Whether a fact was told of one of these updates. */
function named(id: string, updates: readonly string[], withdrawals: number): (entry: HistoryEntry) => boolean {
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

/**
 * What is recorded and not told by a log that lacks updates of which something is recorded; nothing, if it has them all.
 * A modification that it has at another time, of which nothing is recorded, is no gap: one of the two files was corrected.
 */
export function untoldByGap(history: IncidentHistory, recorded: RecordedHistory, known: Known): Set<HistoryEntry> {
  const { id, updates } = history;
  const { items, withdrawals } = recorded;
  const isTold = updatesIn(history, withdrawals);
  const unseen = updates.filter((update) => !items.some(named(id, [update], withdrawals)));
  const isDatedOtherwise = (entry: HistoryEntry): boolean =>
    named(
      id,
      unseen.map((update) => renamed(update, entry.occurredAt)),
      withdrawals,
    )(entry);
  const untold = untoldIn(recorded, known).filter((entry) => !isDatedOtherwise(entry));
  return new Set(untold.every(isTold) ? [] : untold);
}
