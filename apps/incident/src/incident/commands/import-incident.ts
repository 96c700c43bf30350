import {
  DEFAULT_PRIORITY_MATRIX,
  importedIncidentId,
  priorityIn,
  type CommandOf,
  type ImportIncident,
  type ImportedFact,
  type IncidentEvent,
  type IncidentKeys,
} from '@opsledger/contracts';
import type { Fact } from '@opsledger/event-sourcing';
import { v5 as uuid5 } from 'uuid';
import { evolve } from '../evolve';
import { importIdMismatch, recordNotImported } from '../incident.errors';
import { isKnown, keysOf, type FactTrail, type Incident, type Origin } from '../incident-state';
import { instant } from '../instants';
import { contradictionOf } from '../transitions';

export interface ImportIncidentLookups {
  /** A number of ours; used when the record has none yet. */
  readonly number: string;
}

type Command = CommandOf<typeof ImportIncident, ImportIncidentLookups>;

/**
 * Records what another system says happened, however odd it is. Facts already recorded are skipped, so that
 * importing again, or going on where an import was cut off, adds nothing twice.
 */
export function importIncident(command: Command, state: Incident): Fact<IncidentEvent>[] {
  const { id, data } = command;
  const expected = importedIncidentId(data.source, data.number);
  if (id !== expected) throw importIdMismatch(data.source, data.number, expected);
  if (isKnown(state) && state.origin.batch === null) throw recordNotImported(state.number);

  const origin = state.status === 'unknown' ? undefined : state.origin;
  const recorded = idsIn(origin?.facts ?? null);
  const generation = origin?.generation ?? 0;
  const facts: Fact<IncidentEvent>[] = [];
  let current = state;
  for (const told of data.facts) {
    const factId = importedFactId(id, told.key, generation);
    if (recorded.has(factId)) continue;
    recorded.add(factId);
    const fact = factOf(command, current, told, factId);
    facts.push(fact);
    current = evolve(current, fact);
  }
  return facts;
}

/** Id of an imported fact: the same in every import, another after the record was withdrawn. */
export const importedFactId = (recordId: string, key: string, generation: number): string =>
  uuid5(JSON.stringify([key, generation]), recordId);

function idsIn(trail: Origin['facts']): Set<string> {
  const ids = new Set<string>();
  for (let fact: FactTrail | null = trail; fact; fact = fact.earlier) ids.add(fact.id);
  return ids;
}

function factOf({ data, lookups }: Command, before: Incident, told: ImportedFact, id: string): Fact<IncidentEvent> {
  const stated = told.type === 'IncidentLogged' ? { ...told.data, external: externalOf(data) } : told.data;
  const provisional = isKnown(before) ? keysOf(before) : firstKeys(numberOf(before, lookups), stated);
  const after = evolve(before, { type: told.type, data: { keys: provisional, ...stated } } as IncidentEvent);
  const keys = isKnown(after) ? keysOf(after) : provisional;
  const contradiction = told.contradiction ?? (isKnown(before) ? contradictionOf(before.status, told.type) : undefined);
  return {
    type: told.type,
    data: { keys, ...stated },
    id,
    occurredAt: instant(told.at),
    actor: { ...told.by, kind: 'person' },
    imported: { batch: data.batch, source: data.source, row: told.row, ...(contradiction && { contradiction }) },
  } as Fact<IncidentEvent>;
}

const externalOf = ({ source, number }: Command['data']) => ({ source, number });

/** A record that comes back after its withdrawal keeps its number: numbers are never used twice. */
const numberOf = (state: Incident, { number }: ImportIncidentLookups): string =>
  state.status === 'unknown' ? number : state.number;

/** What readers group by before anything but the first fact is known; the source's own priority follows as a fact. */
function firstKeys(number: string, stated: object): IncidentKeys {
  const { impact = 3, urgency = 3 } = stated as Partial<Extract<IncidentEvent, { type: 'IncidentLogged' }>['data']>;
  const priority = priorityIn(DEFAULT_PRIORITY_MATRIX, impact, urgency);
  return { number, state: 'new', priority, team: null, service: null, category: null };
}
