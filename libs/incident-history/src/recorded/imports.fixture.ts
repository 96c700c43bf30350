import { importedFactId, toldIn, type HistoryEntry } from '@opsledger/contracts';
import type { HistoryFact, IncidentHistory } from '../history';
import { firstIdOf, knownFacts } from './known-facts';
import { lateIn } from './late';
import { supersededBy } from './superseded';

/** What is recorded after an import, as the server does it, but for the order in which it tells again. */
export function afterImport(recorded: readonly HistoryEntry[], history: IncidentHistory): HistoryEntry[] {
  const before = { withdrawals: 0, superseded: [], items: recorded };
  const superseded = new Set(supersededBy(history, before));
  const late = new Set(lateIn(history, before));
  const kept = recorded.filter((entry) => !superseded.has(entry));
  const told = new Set(knownFacts(history, { withdrawals: 0, superseded: [], items: kept }).values());
  const added = history.facts.filter((fact) => !told.has(fact) && !late.has(fact));
  return [...kept, ...added.map((fact) => entryOf(history.id, fact))].toSorted(byTime);
}

const byTime = (a: HistoryEntry, b: HistoryEntry): number =>
  a.occurredAt < b.occurredAt ? -1 : a.occurredAt > b.occurredAt ? 1 : 0;

/** As the server has a fact. */
export const entryOf = (id: string, fact: HistoryFact, generation = 0): HistoryEntry => ({
  id: importedFactId(id, fact.key, generation),
  type: fact.type,
  revision: 1,
  occurredAt: fact.at,
  recordedAt: '2026-11-01T00:00:00.000Z',
  by: { ...fact.by, kind: 'person' },
  ...toldIn(fact.data),
  imported: {
    batch: 'b-1',
    source: 'servicenow',
    row: fact.row,
    ...(fact.contradiction && { contradiction: fact.contradiction }),
  },
});

/** What is told of an incident, whatever file told it and in whatever row. */
export const storyOf = (entries: readonly HistoryEntry[]): string[] =>
  entries
    .map((entry) => {
      const { type, occurredAt, by, changes, imported } = entry;
      // The server counts resolutions itself.
      const { resolution: _counted, ...data } = entry.data;
      return JSON.stringify([occurredAt, type, by.name, changes, data, imported?.contradiction, firstIdOf(entry)]);
    })
    .toSorted();
