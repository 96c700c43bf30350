import type { GetIncidentSettings, IncidentSettingsEvent, IncidentSettingsView, ParamsOf } from '@opsledger/contracts';
import { authorOf, type QueryContext } from '@opsledger/service-kit';
import { incidentSettings } from '../settings/settings';
import { settingsStream } from '../lookups/current-settings';

/** From the log: there is one such record, and it is short. */
export async function getIncidentSettings(
  { asOf }: ParamsOf<typeof GetIncidentSettings>,
  { store }: QueryContext,
): Promise<IncidentSettingsView> {
  const then = asOf === undefined ? undefined : new Date(asOf).toISOString();
  const events = (await store.readStream(settingsStream)).filter((it) => then === undefined || it.occurredAt <= then);
  const last = events.at(-1);
  const settings = events.reduce(
    (state, event) => incidentSettings.evolve(state, event as unknown as IncidentSettingsEvent),
    incidentSettings.initial,
  );
  return {
    ...settings,
    revisedAt: last?.occurredAt ?? null,
    revisedBy: last ? authorOf(last) : null,
    version: last?.revision ?? 0,
  };
}
