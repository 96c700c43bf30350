import type { Reference } from '@opsledger/contracts';
import type { Aggregate } from '@opsledger/event-sourcing';
import { streamOf, type DomainEvent, type EventStore } from '@opsledger/event-store';
import { authorOf } from './author-of';

/** Settings, and who revised them last; nobody has where they are as they come. */
export interface SettingsAsOf<Settings> {
  readonly settings: Settings;
  readonly revised: {
    readonly revisedAt: string | null;
    readonly revisedBy: Reference | null;
    readonly version: number;
  };
}

/** The settings of a service now or at an instant, from the log: there is one such record, and it is short. */
export async function settingsAsOf<Settings, Event extends DomainEvent>(
  kind: Aggregate<Settings, Event>,
  id: string,
  asOf: string | undefined,
  store: EventStore,
): Promise<SettingsAsOf<Settings>> {
  const then = asOf === undefined ? undefined : new Date(asOf).toISOString();
  const all = await store.readStream(streamOf(kind.category, id));
  const facts = all.filter(({ occurredAt }) => then === undefined || occurredAt <= then);
  const last = facts.at(-1);
  return {
    settings: (facts as unknown as readonly Event[]).reduce(kind.evolve, kind.initial),
    revised: {
      revisedAt: last?.occurredAt ?? null,
      revisedBy: last ? authorOf(last) : null,
      version: last?.revision ?? 0,
    },
  };
}
