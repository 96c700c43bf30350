import { importedFactIds, toldIn, type HistoryEntry, type LinkKind } from '@opsledger/contracts';
import type { HistoryFact, IncidentHistory } from '../history';

/** An incident's history as the server has it. */
export interface RecordedHistory {
  readonly withdrawals: number;
  /** First ids of what imports left out. */
  readonly superseded: readonly string[];
  readonly items: readonly HistoryEntry[];
}

/** Id under which it was recorded first. */
export const firstIdOf = ({ id, imported }: HistoryEntry): string => imported?.fact ?? id;

/** What tells facts of one type and update apart: the kind of a link. */
export const slotOf = ({ type, data }: Pick<HistoryEntry, 'type' | 'data'>): string | undefined =>
  type === 'IncidentLinked' || type === 'IncidentUnlinked' ? (data.kind as LinkKind) : undefined;

/** What is recorded of the facts of a history. */
export function knownFacts({ id, facts }: IncidentHistory, recorded: RecordedHistory): Map<HistoryEntry, HistoryFact> {
  const entries = new Map(recorded.items.map((entry) => [firstIdOf(entry), entry]));
  const known = new Map<HistoryEntry, HistoryFact>();
  for (const fact of facts) {
    const found = importedFactIds(id, fact.key, recorded.withdrawals).find((it) => entries.has(it));
    if (found !== undefined) known.set(entries.get(found)!, fact);
  }
  return known;
}

/** Facts that other imports told, and this history does not. */
export const untoldIn = ({ items }: RecordedHistory, known: ReadonlyMap<HistoryEntry, HistoryFact>): HistoryEntry[] =>
  items.filter((entry) => entry.imported && !known.has(entry));

/** Counts follow from all that is known of an incident, not from one file; which matrix gave a priority changes it not. */
const BESIDES: readonly string[] = ['resolution', 'reassignments', 'matrixVersion'];

/** Names decide: that somebody got another id in the directory changes nothing of what was said. */
export function saysSame(fact: HistoryFact, { occurredAt, by, changes, data }: HistoryEntry): boolean {
  const told = toldIn(fact.data);
  return (
    fact.at === occurredAt &&
    fact.by.name === by.name &&
    text(told.changes) === text(changes) &&
    Object.entries(told.data).every(([field, value]) => BESIDES.includes(field) || text(value) === text(data[field]))
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
