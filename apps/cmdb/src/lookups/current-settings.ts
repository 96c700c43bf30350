import { CMDB_SETTINGS_ID } from '@opsledger/contracts';
import { KeptRecord } from '@opsledger/service-kit';
import { cmdbSettings } from '../settings/settings';

/** The settings in force. */
export const currentSettings = new KeptRecord(cmdbSettings, CMDB_SETTINGS_ID);
