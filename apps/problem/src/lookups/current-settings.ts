import { PROBLEM_SETTINGS_ID } from '@opsledger/contracts';
import { KeptRecord } from '@opsledger/service-kit';
import { problemSettings } from '../settings/settings';

/** The settings in force; the version of the rule is on every trend that was found by it. */
export const currentSettings = new KeptRecord(problemSettings, PROBLEM_SETTINGS_ID);
