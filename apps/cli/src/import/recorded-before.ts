import type { HistoryEntry } from '@opsledger/contracts';
import {
  knownFacts,
  saysSame,
  untoldIn,
  type HistoryFact,
  type IncidentHistory,
  type RecordedHistory,
} from '@opsledger/incident-history';

/** What only the server could know of a row. */
export interface RowRemark {
  readonly row: number;
  readonly why: string;
  /** Whether the row, as it is recorded now, contradicts something. */
  readonly isContradiction: boolean;
}

/**
 * Where a file and what was recorded of an incident before do not go together: facts that contradict what other
 * imports told, facts that are recorded already and say something else, facts that are left away because a fuller import
 * shows that they are not so, and facts that other imports told of the time that this file tells of, and it does not.
 */
export function remarksOn(
  history: IncidentHistory,
  batch: string,
  recorded: RecordedHistory,
  leftAway: readonly HistoryFact[],
): RowRemark[] {
  const { facts } = history;
  const own = recorded.items.filter(({ imported }) => imported?.batch === batch);
  const contradicting = own.flatMap(({ imported }) =>
    imported?.contradiction === undefined
      ? []
      : [{ row: imported.row, why: imported.contradiction, isContradiction: true }],
  );
  const undoing = remedyFor(batch, own.length > 0);
  const known = knownFacts(history, recorded);
  const differing = [...known].flatMap(([entry, fact]) =>
    saysSame(fact, entry) ? [] : [{ row: fact.row, why: keptAs(fact, entry, undoing(entry)), isContradiction: true }],
  );
  const notTaken = leftAway.map((fact) => ({ row: fact.row, why: supersededBefore(fact), isContradiction: true }));
  const untold = untoldIn(recorded, known);
  return [
    ...contradicting,
    ...differing,
    ...notTaken,
    ...untold.flatMap((entry) => atItsRow(entry, facts, { say: keptBeside(undoing), isContradiction: true })),
  ];
}

/** What was left out for this file, at the rows that tell of that time. */
export const leftOutFor = ({ facts }: IncidentHistory, entries: readonly HistoryEntry[]): RowRemark[] =>
  entries.flatMap((entry) => atItsRow(entry, facts, { say: leftOut, isContradiction: false }));

/** At the row that tells how it stood then; none before the first or after the last. */
function atItsRow(
  entry: HistoryEntry,
  facts: readonly HistoryFact[],
  { say, isContradiction }: { say: (entry: HistoryEntry) => string; isContradiction: boolean },
): readonly RowRemark[] {
  const { occurredAt } = entry;
  if (facts.every(({ at }) => at < occurredAt)) return [];
  const row = facts.findLast(({ at }) => at <= occurredAt)?.row;
  return row === undefined ? [] : [{ row, why: say(entry), isContradiction }];
}

type Remedy = (entry: HistoryEntry) => string;

/** What is to be undone so that the file's word counts instead. The latest goes first, which is this one, if it recorded anything. */
const remedyFor =
  (batch: string, hasRecorded: boolean): Remedy =>
  ({ imported }) => {
    if (imported?.batch === batch) return 'undo this import, and import this file again';
    if (!hasRecorded) return 'undo that batch, and import this file then';
    return 'undo this import, then that batch, and import this file again';
  };

const keptAs = ({ type }: HistoryFact, { imported }: HistoryEntry, remedy: string): string =>
  `${type} was recorded before by batch ${imported?.batch} (row ${imported?.row}) and says something else there; ` +
  `it stays as it is. To have what this file says, ${remedy}.`;

const supersededBefore = ({ type, at }: HistoryFact): string =>
  `${type} of ${at} is left out: a fuller file that was imported shows that it was not so. ` +
  'Undo that import, and this file is taken at its word when it is imported again.';

const keptBeside =
  (undoing: Remedy) =>
  (entry: HistoryEntry): string =>
    `${recordedAs(entry)} and is not told here; it stays, and counts. If this file is the fuller one, ${undoing(entry)}.`;

const leftOut = (entry: HistoryEntry): string =>
  `${recordedAs(entry)}; this file has every update of that one and shows that it was not so. ` +
  'With this file it counts no more, until the import of it is undone.';

const recordedAs = ({ type, occurredAt, imported }: HistoryEntry): string =>
  `${type} of ${occurredAt} was recorded before by batch ${imported?.batch} (row ${imported?.row})`;
