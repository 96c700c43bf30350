import type { CmdbSettingsEvent, GetCmdbSettings, ParamsOf, ResultOf } from '@opsledger/contracts';
import { authorOf, type QueryContext } from '@opsledger/service-kit';
import { settingsStream } from '../lookups/current-settings';
import { cmdbSettings } from '../settings/settings';

/** From the log: there is one such record, and it is short. */
export async function getCmdbSettings(
  { asOf }: ParamsOf<typeof GetCmdbSettings>,
  { store }: QueryContext,
): Promise<ResultOf<typeof GetCmdbSettings>> {
  const then = asOf === undefined ? undefined : new Date(asOf).toISOString();
  const events = (await store.readStream(settingsStream)).filter((it) => then === undefined || it.occurredAt <= then);
  const last = events.at(-1);
  const settings = events.reduce(
    (state, event) => cmdbSettings.evolve(state, event as unknown as CmdbSettingsEvent),
    cmdbSettings.initial,
  );
  return {
    ...settings,
    revisedAt: last?.occurredAt ?? null,
    revisedBy: last ? authorOf(last) : null,
    version: last?.revision ?? 0,
  };
}
