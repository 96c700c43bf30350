import { INCIDENT_SETTINGS_ID, type IncidentSettingsEvent } from '@opsledger/contracts';
import { streamOf, type EventStore } from '@opsledger/event-store';
import { incidentSettings } from '../settings/settings';
import type { IncidentSettings } from '../settings/settings-state';

export const settingsStream = streamOf(incidentSettings.category, INCIDENT_SETTINGS_ID);

/** How long a change made by another process may go unnoticed, should its wake-up be missed. */
const FRESH_MS = 5_000;

/**
 * The settings in force, read from the log and kept: every incident that is logged needs them. A change made
 * by this process holds at once; the version of the matrix is on every fact that used it.
 */
export class CurrentSettings {
  private static readonly byStore = new WeakMap<EventStore, CurrentSettings>();

  static of(store: EventStore): CurrentSettings {
    const known = CurrentSettings.byStore.get(store) ?? new CurrentSettings(store);
    CurrentSettings.byStore.set(store, known);
    return known;
  }

  private settings: IncidentSettings = incidentSettings.initial;
  private revision = 0;
  private freshUntil = 0;
  private reading: Promise<void> | undefined;

  private constructor(private readonly store: EventStore) {
    store.onAppended((events) => {
      if (events.some(({ streamId }) => streamId === settingsStream)) this.freshUntil = 0;
    });
  }

  async get(): Promise<IncidentSettings> {
    while (this.reading || performance.now() >= this.freshUntil) await (this.reading ??= this.read());
    return this.settings;
  }

  private async read(): Promise<void> {
    // Before the question, so that a change made while it is under way asks again.
    this.freshUntil = performance.now() + FRESH_MS;
    try {
      const events = await this.store.readStream(settingsStream, { after: this.revision });
      for (const event of events) {
        this.settings = incidentSettings.evolve(this.settings, event as unknown as IncidentSettingsEvent);
        this.revision = event.revision;
      }
    } catch (error) {
      this.freshUntil = 0;
      throw error;
    } finally {
      this.reading = undefined;
    }
  }
}
