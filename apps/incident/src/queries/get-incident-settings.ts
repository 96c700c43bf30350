import {
  INCIDENT_SETTINGS_ID,
  type GetIncidentSettings,
  type IncidentSettingsView,
  type ParamsOf,
} from '@opsledger/contracts';
import { settingsAsOf, type QueryContext } from '@opsledger/service-kit';
import { incidentSettings } from '../settings/settings';

export async function getIncidentSettings(
  { asOf }: ParamsOf<typeof GetIncidentSettings>,
  { store }: QueryContext,
): Promise<IncidentSettingsView> {
  const { settings, revised } = await settingsAsOf(incidentSettings, INCIDENT_SETTINGS_ID, asOf, store);
  return { ...settings, ...revised };
}
