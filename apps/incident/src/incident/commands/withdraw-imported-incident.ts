import type { CommandOf, IncidentEvent, WithdrawImportedIncident } from '@opsledger/contracts';
import { importedByAnotherBatch, incidentNotFound, recordNotImported, workedOnSinceImport } from '../incident.errors';
import { isKnown, keysOf, type Incident } from '../incident-state';

export function withdrawImportedIncident(
  { id, data }: CommandOf<typeof WithdrawImportedIncident>,
  state: Incident,
): IncidentEvent[] {
  if (state.status === 'withdrawn') return [];
  if (!isKnown(state)) throw incidentNotFound(id);
  const { batch, workedOn } = state.origin;
  if (batch === null) throw recordNotImported(state.number);
  if (batch !== data.batch) throw importedByAnotherBatch(state.number, batch);
  if (workedOn) throw workedOnSinceImport(state.number);
  return [
    { type: 'IncidentImportWithdrawn', data: { keys: keysOf(state), batch: data.batch, reason: data.reason ?? null } },
  ];
}
