import type { GetIncident, IncidentView, ParamsOf } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { incidentRecords } from './incident-records';
import { maySee, noSuchIncident, seesAll } from './own-incidents';
import { serviceLevelsOf } from './service-levels';

export async function getIncident(
  { id: name, asOf }: ParamsOf<typeof GetIncident>,
  context: QueryContext,
): Promise<IncidentView> {
  const id = await incidentRecords.idOf(name, context);
  const facts = id === undefined ? [] : await incidentRecords.factsOf(id, context);
  const current = incidentRecords.documentOf(facts);
  if (!current || !maySee(context, current)) throw noSuchIncident(name);
  const document = asOf === undefined ? current : incidentRecords.documentOf(facts, asOf);
  if (!document) throw noSuchIncident(`${current.number} at ${asOf}`);
  const { workNotes, workarounds, ...forEverybody } = document;
  if (!seesAll(context)) return forEverybody;
  if (asOf !== undefined) return { ...forEverybody, workNotes, workarounds };
  return { ...forEverybody, workNotes, workarounds, serviceLevels: await serviceLevelsOf(document.id, context) };
}
