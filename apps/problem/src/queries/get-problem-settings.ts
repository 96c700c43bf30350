import {
  PROBLEM_SETTINGS_ID,
  type GetProblemSettings,
  type ParamsOf,
  type ProblemSettingsView,
} from '@opsledger/contracts';
import { settingsAsOf, type QueryContext } from '@opsledger/service-kit';
import { problemSettings } from '../settings/settings';

export async function getProblemSettings(
  { asOf }: ParamsOf<typeof GetProblemSettings>,
  { store }: QueryContext,
): Promise<ProblemSettingsView> {
  const { settings, revised } = await settingsAsOf(problemSettings, PROBLEM_SETTINGS_ID, asOf, store);
  return { ...settings, ...revised };
}
