import { INCIDENT_SETTINGS_ID } from '@opsledger/contracts';
import { streamOf } from '@opsledger/event-store';
import { KeptRecord } from '@opsledger/service-kit';
import { incidentSettings } from '../settings/settings';

export const settingsStream = streamOf(incidentSettings.category, INCIDENT_SETTINGS_ID);

/** The settings in force; the version of the matrix is on every fact that used it. */
export const currentSettings = new KeptRecord(incidentSettings, INCIDENT_SETTINGS_ID);
