import { CHANGE_SETTINGS_ID } from '@opsledger/contracts';
import { KeptRecord } from '@opsledger/service-kit';
import { changeSettings } from '../settings/settings';

/** The settings in force; what an emergency that begins has to keep to is on its own fact. */
export const currentSettings = new KeptRecord(changeSettings, CHANGE_SETTINGS_ID);
