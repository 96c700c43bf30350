import type { GetIncident, IncidentView, ParamsOf } from '@opsledger/contracts';
import { WrittenRecord, type QueryContext } from '@opsledger/service-kit';
import type { IncidentDocument } from '../read-models/incident-document';
import { incidentRecords } from './incident-records';
import { maySee } from '../incident/guards';
import { noSuchIncident, seesAll } from './own-incidents';
import { serviceLevelsOf } from './service-levels';

export async function getIncident(
  { id: name, asOf }: ParamsOf<typeof GetIncident>,
  context: QueryContext,
): Promise<IncidentView | WrittenRecord<IncidentView>> {
  const id = await incidentRecords.idOf(name, context);
  if (id === undefined) throw noSuchIncident(name);
  const [facts, serviceLevels] = await Promise.all([
    incidentRecords.factsOf(id, context),
    seesAll(context) && asOf === undefined ? serviceLevelsOf(id, context) : undefined,
  ]);
  const current = incidentRecords.documentOf(facts);
  if (!current || !maySee(context, current)) throw noSuchIncident(name);
  const document = asOf === undefined ? current : incidentRecords.documentOf(facts, asOf);
  if (!document) throw noSuchIncident(`${current.number} at ${asOf}`);
  if (!seesAll(context)) return forEverybody(document);
  return new WrittenRecord(document, serviceLevels && { serviceLevels });
}

function forEverybody(document: IncidentDocument): IncidentView {
  const { workNotes: _notes, workarounds: _workarounds, ...rest } = document;
  return rest;
}
