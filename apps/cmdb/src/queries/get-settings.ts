import { CMDB_SETTINGS_ID, type GetCmdbSettings, type ParamsOf, type ResultOf } from '@opsledger/contracts';
import { settingsAsOf, type QueryContext } from '@opsledger/service-kit';
import { cmdbSettings } from '../settings/settings';

export async function getCmdbSettings(
  { asOf }: ParamsOf<typeof GetCmdbSettings>,
  { store }: QueryContext,
): Promise<ResultOf<typeof GetCmdbSettings>> {
  const { settings, revised } = await settingsAsOf(cmdbSettings, CMDB_SETTINGS_ID, asOf, store);
  return { ...settings, ...revised };
}
