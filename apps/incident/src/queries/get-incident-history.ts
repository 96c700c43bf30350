import type { GetIncidentHistory, ParamsOf, ResultOf } from '@opsledger/contracts';
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

  const visible = seesAll(context) ? facts : facts.filter(({ type }) => !FOR_STAFF.includes(type));
  return { id, number: state.number, external: state.details.external, items: visible.map(historyEntry) };
}
