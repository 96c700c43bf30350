import { toldIn, type HistoryEntry, type IncidentEvent } from '@opsledger/contracts';
import type { HistoryFact, IncidentHistory } from '../history';
import type { Column } from '../servicenow/columns';
import { beginsAlike, isAsFull, isOfLogging } from './fuller';
import { knownFacts, saysSame, slotOf, untoldIn, type RecordedHistory } from './known-facts';
import { shownBy } from './shown';

/**
 * Facts of earlier imports that a fuller one shows not to have been so. A log that lacks updates shows what they did at
 * the next one it has, and what was before it wrongly; a log that has them all, and tells nothing there or tells it
 * otherwise, is right. Where both show the incident in another state after the same update, people decide.
 */
export function supersededBy(history: IncidentHistory, recorded: RecordedHistory): HistoryEntry[] {
  const known = knownFacts(history, recorded);
  if (!isAsFull(history, recorded, known)) return [];
  const untold = untoldIn(recorded, known).filter((entry) => wouldTell(history.columns, entry));
  const isFuller = untold.length > 0 || known.size < history.facts.length;
  const isAlike = beginsAlike(history, known);
  const restated = [...known].filter(
    ([entry, fact]) =>
      entry.imported &&
      differs(fact, entry) &&
      !lacksColumns(history.columns, fact, entry) &&
      (isOfLogging(fact) ? !isAlike : mayRestate(fact, entry)),
  );
  return [...untold, ...(isFuller ? restated.map(([entry]) => entry) : [])];
}

/** Also in what it counts, and in what it finds odd. */
const differs = (fact: HistoryFact, entry: HistoryEntry): boolean =>
  !saysSame(fact, entry) ||
  fact.contradiction !== entry.imported?.contradiction ||
  (fact.type === 'IncidentAssigned' && fact.data.reassignments !== entry.data.reassignments);

/** What only one column tells. */
const COLUMN_OF: Readonly<Record<string, Column>> = {
  code: 'closed_code',
  notes: 'close_notes',
  caller: 'caller_id',
  channel: 'contact_type',
  description: 'description',
  subcategory: 'subcategory',
  location: 'location',
};

/** Whether a file without the columns would speak against one that had them. */
const lacksColumns = (columns: ReadonlySet<Column>, fact: HistoryFact, { data }: HistoryEntry): boolean =>
  Object.entries(COLUMN_OF).some(
    ([field, column]) => field in fact.data && (data[field] ?? null) !== null && !columns.has(column),
  );

/** When and by whom an incident ended is told by the last of its updates, which a gapped log takes for another one. */
const ENDINGS: readonly string[] = ['IncidentResolved', 'IncidentClosed'];

/** Whether both may be of one update: it left the incident in one state. */
function mayRestate(fact: HistoryFact, entry: HistoryEntry): boolean {
  if (ENDINGS.includes(fact.type)) return true;
  const shown = new Map(shownBy({ type: fact.type, ...toldIn(fact.data) }));
  return (
    fact.at === entry.occurredAt &&
    fact.by.name === entry.by.name &&
    shownBy(entry).every(([matter, value]) => (shown.get(matter) ?? value) === value)
  );
}

const isLink = (entry: HistoryEntry): boolean => slotOf(entry) !== undefined;

/** By what changed, and by kind of a link: the columns that tell it, of which a file has one or none. */
const COLUMNS_OF: Readonly<Record<string, readonly Column[]>> = {
  title: ['short_description', 'u_symptom'],
  description: ['description'],
  category: ['category'],
  subcategory: ['subcategory'],
  service: ['business_service'],
  location: ['location'],
  impact: ['impact'],
  urgency: ['urgency'],
  priority: ['priority'],
  team: ['assignment_group'],
  person: ['assigned_to'],
  made: ['made_sla'],
  affected_ci: ['cmdb_ci'],
  parent: ['parent_incident'],
  problem: ['problem_id'],
  caused_by_change: ['caused_by'],
  fixed_by_change: ['rfc'],
};

/** Whether a file with these columns would tell it, had it happened; every file has the state. */
function wouldTell(columns: ReadonlySet<Column>, entry: HistoryEntry): boolean {
  if (entry.type === 'IncidentAssigned' && entry.changes.length === 0) return columns.has('reassignment_count');
  const matters = isLink(entry) ? [slotOf(entry)!] : entry.changes.flatMap(changedIn);
  return matters.every(
    (matter) =>
      (matter === 'priority' && wouldDerive(columns, entry)) ||
      (COLUMNS_OF[matter]?.some((column) => columns.has(column)) ?? true),
  );
}

/** Whether a priority followed from impact and urgency, and would again. */
const wouldDerive = (columns: ReadonlySet<Column>, { data }: HistoryEntry): boolean =>
  data.matrixVersion !== 0 && columns.has('impact') && columns.has('urgency');

type Change = HistoryEntry['changes'][number];

/** An assignment changes as a whole, and is of two columns. */
function changedIn({ field, before, after }: Change): readonly string[] {
  if (field !== 'assignment') return [field];
  const [from, to] = [before as Assignment, after as Assignment];
  return (['team', 'person'] as const).filter((part) => from[part]?.id !== to[part]?.id);
}

type Assignment = Extract<IncidentEvent, { type: 'IncidentAssigned' }>['data']['assignment']['after'];
