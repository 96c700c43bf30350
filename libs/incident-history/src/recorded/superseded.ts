import { importedFactIds, type HistoryEntry, type IncidentEvent, type LinkKind } from '@opsledger/contracts';
import type { FactType, HistoryFact, IncidentHistory } from '../history';
import type { Column } from '../servicenow/columns';
import { factKey, LOGGING } from '../servicenow/fact-keys';
import { firstIdOf, knownFacts, saysSame, untoldIn, type RecordedHistory } from './known-facts';

/**
 * Facts of earlier imports that a fuller one shows not to have been so. A log that lacks updates shows what they did at
 * the next one it has; a log that has them all, and tells nothing there, says that nothing happened then. Only a history
 * that begins alike and has every update of which something is recorded is taken for fuller; for the others people decide.
 */
export function supersededBy(history: IncidentHistory, recorded: RecordedHistory): HistoryEntry[] {
  const known = knownFacts(history, recorded);
  const isTold = updatesIn(history, recorded.withdrawals);
  const untold = untoldIn(recorded, known);
  if (!beginsAlike(history, known) || !untold.every(isTold)) return [];
  return untold.filter((entry) => wouldTell(history.columns, entry));
}

const isOfLogging = ({ key }: HistoryFact): boolean => key.split('/')[0] === LOGGING;

/** What is known from the beginning on is what the first update shows: it differs where another one is the first. */
function beginsAlike({ facts }: IncidentHistory, known: ReadonlyMap<HistoryEntry, HistoryFact>): boolean {
  const recorded = new Map([...known].map(([entry, fact]) => [fact, entry]));
  return facts.filter(isOfLogging).every((fact) => recorded.has(fact) && saysSame(fact, recorded.get(fact)!));
}

/** Whether the log has the update that a fact was told of. */
function updatesIn({ id, updates }: IncidentHistory, withdrawals: number): (entry: HistoryEntry) => boolean {
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

const isLink = ({ type }: HistoryEntry): boolean => type === 'IncidentLinked' || type === 'IncidentUnlinked';
const slotOf = (entry: HistoryEntry): string | undefined => (isLink(entry) ? (entry.data.kind as LinkKind) : undefined);

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
  return matters.every((matter) => COLUMNS_OF[matter]?.some((column) => columns.has(column)) ?? true);
}

type Change = HistoryEntry['changes'][number];

/** An assignment changes as a whole, and is of two columns. */
function changedIn({ field, before, after }: Change): readonly string[] {
  if (field !== 'assignment') return [field];
  const [from, to] = [before as Assignment, after as Assignment];
  return (['team', 'person'] as const).filter((part) => from[part]?.id !== to[part]?.id);
}

type Assignment = Extract<IncidentEvent, { type: 'IncidentAssigned' }>['data']['assignment']['after'];
