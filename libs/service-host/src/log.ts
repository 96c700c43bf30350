import { LogTail, type EventSource } from '@opsledger/event-bus';
import { PostgresEventStore, type EventStore } from '@opsledger/event-store';
import type { Logger } from '@opsledger/service-kit';
import type { Teardown } from './teardown';

export interface OpenLog {
  readonly store: EventStore;
  /** Where everything in this process that follows the log reads it from. */
  readonly events: EventSource;
}

/** The log, and one reader of it for all of the process. */
export async function openLog(url: string, logger: Logger, teardown: Teardown): Promise<OpenLog> {
  const store = await PostgresEventStore.open({ url });
  teardown.add('the log', () => store.close());
  const tail = new LogTail(store, {
    onError: (error) => logger.warn({ err: error }, 'the log cannot be read; trying again'),
  });
  tail.start();
  teardown.add('the tail of the log', () => tail.stop());
  return { store, events: tail };
}
