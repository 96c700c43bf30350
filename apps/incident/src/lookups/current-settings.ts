import { INCIDENT_SETTINGS_ID } from '@opsledger/contracts';
import { KeptRecord } from '@opsledger/service-kit';
import { incidentSettings } from '../settings/settings';

/** The settings in force; the version of the matrix is on every fact that used it. */
export const currentSettings = new KeptRecord(incidentSettings, INCIDENT_SETTINGS_ID);
