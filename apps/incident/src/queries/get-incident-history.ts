import type { GetIncidentHistory, HistoryEntry, IncidentEvent, ParamsOf, ResultOf } from '@opsledger/contracts';
import type { Recorded } from '@opsledger/event-sourcing';
import { copyOf } from '@opsledger/event-store';
import { historyEntry, type QueryContext } from '@opsledger/service-kit';
import { incident } from '../incident/incident';
import { isKnown, type Incident } from '../incident/incident-state';
import { incidentRecords } from './incident-records';
import { maySee } from '../incident/guards';
import { noSuchIncident, seesAll } from './own-incidents';

/** What staff keep to themselves. */
const FOR_STAFF: readonly string[] = ['IncidentWorkNoted', 'IncidentWorkaroundOffered', 'IncidentWorkaroundWithdrawn'];

export async function getIncidentHistory(
  { id: name }: ParamsOf<typeof GetIncidentHistory>,
  context: QueryContext,
): Promise<ResultOf<typeof GetIncidentHistory>> {
  const id = await incidentRecords.idOf(name, context);
  if (!id) throw noSuchIncident(name);
  const facts = await incidentRecords.factsOf(id, context);
  const state = facts.reduce<Incident>(incident.evolve, incident.initial);
  if (!isKnown(state) || !maySee(context, state.details)) throw noSuchIncident(name);

  // What was taken back and told again would stand there twice; the log itself keeps all of it.
  const standing = facts.slice(facts.findLastIndex(({ type }) => type === 'IncidentImportWithdrawn') + 1);
  const visible = seesAll(context) ? standing : standing.filter(({ type }) => !FOR_STAFF.includes(type));
  const { number, details, origin } = state;
  return {
    id,
    number,
    external: details.external,
    withdrawals: origin.generation,
    superseded: origin.supersedings.flatMap(({ superseded }) => superseded),
    items: visible.map(entryOf),
  };
}

/** Later facts name what they change; the first tells what the incident began with, also what its keys alone say. */
function entryOf(fact: Recorded<IncidentEvent>): HistoryEntry {
  if (fact.type !== 'IncidentLogged') return historyEntry(fact);
  const { priority, category, service } = fact.data.keys;
  return historyEntry({ ...copyOf(fact), data: { ...fact.data, priority, category, service } });
}
