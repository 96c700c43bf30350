import {
  PROBLEM_SETTINGS_ID,
  type GetProblemSettings,
  type ParamsOf,
  type ProblemSettingsEvent,
  type ProblemSettingsView,
} from '@opsledger/contracts';
import { streamOf } from '@opsledger/event-store';
import { authorOf, type QueryContext } from '@opsledger/service-kit';
import { problemSettings } from '../settings/settings';

/** From the log: there is one such record, and it is short. */
export async function getProblemSettings(
  { asOf }: ParamsOf<typeof GetProblemSettings>,
  { store }: QueryContext,
): Promise<ProblemSettingsView> {
  const then = asOf === undefined ? undefined : new Date(asOf).toISOString();
  const facts = await store.readStream(streamOf(problemSettings.category, PROBLEM_SETTINGS_ID));
  const events = facts.filter(({ occurredAt }) => then === undefined || occurredAt <= then);
  const last = events.at(-1);
  const settings = (events as unknown as readonly ProblemSettingsEvent[]).reduce(
    problemSettings.evolve,
    problemSettings.initial,
  );
  return {
    ...settings,
    revisedAt: last?.occurredAt ?? null,
    revisedBy: last ? authorOf(last) : null,
    version: last?.revision ?? 0,
  };
}
