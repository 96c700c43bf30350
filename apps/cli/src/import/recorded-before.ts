import { importedFactId, toldIn, type HistoryEntry } from '@opsledger/contracts';
import type { HistoryFact, IncidentHistory } from '@opsledger/incident-history';

/** An incident's history as the server has it. */
export interface RecordedHistory {
  readonly withdrawals: number;
  readonly items: readonly HistoryEntry[];
}

/** What only the server could know of a row. */
export interface RowRemark {
  readonly row: number;
  readonly why: string;
}

/**
 * Where a file and what was recorded of an incident before do not go together: facts that contradict what other
 * imports told, facts that are recorded already and say something else, and facts that other imports told of the
 * time that this file tells of, and it does not.
 */
export function remarksOn({ id, facts }: IncidentHistory, batch: string, recorded: RecordedHistory): RowRemark[] {
  const own = recorded.items.filter(({ imported }) => imported?.batch === batch);
  const contradicting = own.flatMap(({ imported }) =>
    imported?.contradiction === undefined ? [] : [{ row: imported.row, why: imported.contradiction }],
  );
  const byId = new Map(recorded.items.map((entry) => [entry.imported?.fact ?? entry.id, entry]));
  const known = new Map<HistoryEntry, HistoryFact>();
  for (const fact of facts) {
    const found = idsOf(id, fact, recorded.withdrawals).find((it) => byId.has(it));
    if (found !== undefined) known.set(byId.get(found)!, fact);
  }
  const differing = [...known].flatMap(([entry, fact]) =>
    saysSame(fact, entry) ? [] : [{ row: fact.row, why: keptAs(fact, entry) }],
  );
  const untold = recorded.items.flatMap((entry) => {
    const row = known.has(entry) || !entry.imported ? undefined : rowAt(entry.occurredAt, facts);
    return row === undefined ? [] : [{ row, why: keptBeside(entry) }];
  });
  return [...contradicting, ...differing, ...untold];
}

/** The row that tells how it stood at an instant; none before the first or after the last. */
function rowAt(instant: string, facts: readonly HistoryFact[]): number | undefined {
  if (facts.every(({ at }) => at < instant)) return undefined;
  return facts.findLast(({ at }) => at <= instant)?.row;
}

const idsOf = (id: string, { key }: HistoryFact, withdrawals: number): string[] =>
  Array.from({ length: withdrawals + 1 }, (_, before) => importedFactId(id, key, before));

const keptAs = ({ type }: HistoryFact, { imported }: HistoryEntry): string =>
  `${type} was recorded before by batch ${imported?.batch} (row ${imported?.row}) and says something else there; ` +
  'it stays as it is. To have what this file says, undo that batch and import again.';

const keptBeside = ({ type, occurredAt, imported }: HistoryEntry): string =>
  `${type} of ${occurredAt} was recorded before by batch ${imported?.batch} (row ${imported?.row}) and is not told here; ` +
  'it stays, and counts. If this file is the fuller one, undo that batch and import again.';

/** These follow from all that is known of an incident, not from one file. */
const COUNTED: readonly string[] = ['resolution', 'reassignments'];

/** Names decide: that somebody got another id in the directory changes nothing of what was said. */
function saysSame(fact: HistoryFact, { occurredAt, by, changes, data }: HistoryEntry): boolean {
  const told = toldIn(fact.data);
  return (
    fact.at === occurredAt &&
    fact.by.name === by.name &&
    text(told.changes) === text(changes) &&
    Object.entries(told.data).every(([field, value]) => COUNTED.includes(field) || text(value) === text(data[field]))
  );
}

/** Canonical: the order of fields is nobody's statement. */
const text = (value: unknown): string =>
  JSON.stringify(value ?? null, (_, it: unknown) => {
    if (typeof it !== 'object' || it === null || Array.isArray(it)) return it;
    const fields = Object.entries(it).sort(([a], [b]) => (a < b ? -1 : 1));
    const isReference = fields.length === 2 && 'id' in it && 'name' in it;
    return isReference ? it.name : Object.fromEntries(fields);
  });
