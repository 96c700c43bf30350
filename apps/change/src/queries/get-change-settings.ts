import { streamOf } from '@opsledger/event-store';
import { authorOf, type QueryHandler } from '@opsledger/service-kit';
import { changeSettings } from '../settings/settings';

export const getChangeSettings: QueryHandler<{ readonly asOf?: string }> = async ({ asOf }, { store }) => {
  const then = asOf === undefined ? undefined : new Date(asOf).toISOString();
  const all = await store.readStream(streamOf(changeSettings.category, 'settings'));
  const events = all.filter(({ occurredAt }) => then === undefined || occurredAt <= then);
  const last = events.at(-1);
  return {
    retrospective: events.reduce((state, event) => changeSettings.evolve(state, event as any), changeSettings.initial),
    revisedAt: last?.occurredAt ?? null,
    revisedBy: last ? authorOf(last) : null,
    version: last?.revision ?? 0,
  };
};
