import type { GetIncidentHistory, HistoryEntry, ParamsOf, ResultOf } from '@opsledger/contracts';
import { streamOf, type RecordedEvent } from '@opsledger/event-store';
import type { QueryContext } from '@opsledger/service-kit';
import { incident } from '../incident/incident';
import { isKnown, type Incident } from '../incident/incident-state';
import { incidentDetails } from '../read-models/incident-details/incident-details';
import type { RecordedIncidentEvent } from '../read-models/recorded-incident-event';
import { incidentIdOf } from './find-incident';
import { maySee, noSuchIncident, seesAll } from './own-incidents';

/** Read from the log itself: always complete, whatever the views show. */
export async function getIncidentHistory(
  { id: name }: ParamsOf<typeof GetIncidentHistory>,
  context: QueryContext,
): Promise<ResultOf<typeof GetIncidentHistory>> {
  const id = await context.found(incidentDetails.name, () => incidentIdOf(context, name));
  if (!id) throw noSuchIncident(name);
  const events = (await context.store.readStream(
    streamOf(incident.category, id),
  )) as unknown as readonly RecordedIncidentEvent[];
  const state = events.reduce<Incident>(incident.evolve, incident.initial);
  if (!isKnown(state) || !maySee(context, state.details)) throw noSuchIncident(name);

  const visible = seesAll(context) ? events : events.filter(({ type }) => type !== 'IncidentWorkNoted');
  return { id, number: state.number, external: state.details.external, items: visible.map(entryOf) };
}

function entryOf({ id, type, revision, occurredAt, recordedAt, metadata, data }: RecordedEvent): HistoryEntry {
  const { keys: _keys, ...said } = data as { keys?: unknown } & Record<string, unknown>;
  const changes = Object.entries(said).flatMap(([field, value]) => (isChange(value) ? [{ field, ...value }] : []));
  const rest = Object.entries(said).filter(([, value]) => !isChange(value));
  return {
    id,
    type,
    revision,
    occurredAt,
    recordedAt,
    by: metadata.actor,
    changes: changes.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after)),
    data: Object.fromEntries(rest),
    imported: metadata.imported ?? null,
  };
}

const isChange = (value: unknown): value is { before: unknown; after: unknown } =>
  typeof value === 'object' && value !== null && 'before' in value && 'after' in value;
