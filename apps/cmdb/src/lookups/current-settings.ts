import { CMDB_SETTINGS_ID } from '@opsledger/contracts';
import { streamOf } from '@opsledger/event-store';
import { KeptRecord } from '@opsledger/service-kit';
import { cmdbSettings } from '../settings/settings';

export const settingsStream = streamOf(cmdbSettings.category, CMDB_SETTINGS_ID);

/** The settings in force. */
export const currentSettings = new KeptRecord(cmdbSettings, CMDB_SETTINGS_ID);
