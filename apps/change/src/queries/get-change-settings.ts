import { CHANGE_SETTINGS_ID, type GetChangeSettings, type ParamsOf, type ResultOf } from '@opsledger/contracts';
import { settingsAsOf, type QueryContext } from '@opsledger/service-kit';
import { changeSettings } from '../settings/settings';

export async function getChangeSettings(
  { asOf }: ParamsOf<typeof GetChangeSettings>,
  { store }: QueryContext,
): Promise<ResultOf<typeof GetChangeSettings>> {
  const { settings, revised } = await settingsAsOf(changeSettings, CHANGE_SETTINGS_ID, asOf, store);
  return { retrospective: settings, ...revised };
}
