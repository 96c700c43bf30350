import { CMDB_SETTINGS_ID } from '@opsledger/contracts';
import { streamOf } from '@opsledger/event-store';
import { cmdbSettings } from '../settings/settings';
import { KeptRecord } from './kept-record';

export const settingsStream = streamOf(cmdbSettings.category, CMDB_SETTINGS_ID);

/** The settings in force. */
export const currentSettings = new KeptRecord(cmdbSettings, CMDB_SETTINGS_ID);
