import type { GetIncident, IncidentView, ParamsOf } from '@opsledger/contracts';
import { streamOf, type EventStore } from '@opsledger/event-store';
import type { QueryContext } from '@opsledger/service-kit';
import {
  detailsAfter,
  incidentDetails,
  type IncidentDetailsRow,
} from '../read-models/incident-details/incident-details';
import type { RecordedIncidentEvent } from '../read-models/recorded-incident-event';
import { detailsOf } from './find-incident';
import { maySee, noSuchIncident, seesAll } from './own-incidents';
import { serviceLevelsOf } from './service-levels';

export async function getIncident(
  { id, asOf }: ParamsOf<typeof GetIncident>,
  context: QueryContext,
): Promise<IncidentView> {
  await context.upToDate(incidentDetails.name);
  const current = await context.found(incidentDetails.name, () => detailsOf(context.db, id));
  if (!current || !maySee(context, current.document)) throw noSuchIncident(id);
  const row = asOf === undefined ? current : await detailsAsOf(context.store, current.id, asOf);
  if (!row) throw noSuchIncident(`${current.number} at ${asOf}`);
  if (!seesAll(context)) return row.document;
  const { document, work_notes: workNotes } = row;
  if (asOf !== undefined) return { ...document, workNotes };
  return { ...document, workNotes, serviceLevels: await serviceLevelsOf(row.id, context) };
}

/** Folded as the view folds them: facts that had occurred by then, whenever we learned of them. */
async function detailsAsOf(store: EventStore, id: string, asOf: string): Promise<IncidentDetailsRow | undefined> {
  const then = new Date(asOf).toISOString();
  const events = (await store.readStream(streamOf('incident', id))) as unknown as readonly RecordedIncidentEvent[];
  // What was withdrawn is withdrawn for any instant; only what was imported again since counts.
  const withdrawn = events.findLastIndex(({ type }) => type === 'IncidentImportWithdrawn');
  return events
    .slice(withdrawn + 1)
    .filter(({ occurredAt }) => occurredAt <= then)
    .reduce<IncidentDetailsRow | undefined>(detailsAfter, undefined);
}
