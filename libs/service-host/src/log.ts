import { LogTail, type EventSource } from '@opsledger/event-bus';
import { PostgresEventStore, type EventStore } from '@opsledger/event-store';
import type { Logger, Metrics } from '@opsledger/service-kit';
import { followByKafka, isOnKafka, type KafkaConnection } from './kafka';
import type { Teardown } from './teardown';

export interface OpenLog {
  readonly store: EventStore;
  /** Where everything in this process that follows the log reads it from. */
  readonly events: EventSource;
}

/** The log, and one reader of it for all of the process, which reads the log itself. */
export async function openLog(url: string, logger: Logger, teardown: Teardown): Promise<OpenLog> {
  const store = await openStore(url, teardown);
  const tail = new LogTail(store, {
    onError: (error) => logger.warn({ err: error }, 'the log cannot be read; trying again'),
  });
  tail.start();
  teardown.add('the tail of the log', () => tail.stop());
  return { store, events: tail };
}

export interface FollowedLog {
  readonly url: string;
  /** Brokers that carry the events to the readers; without them the log itself is followed. */
  readonly kafka?: Partial<KafkaConnection>;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly teardown: Teardown;
}

/** The log, followed by Kafka where brokers are named. */
export async function openFollowedLog({ url, kafka = {}, logger, metrics, teardown }: FollowedLog): Promise<OpenLog> {
  if (!isOnKafka(kafka)) return openLog(url, logger, teardown);
  const store = await openStore(url, teardown);
  return { store, events: followByKafka(store, kafka, logger, metrics, teardown) };
}

async function openStore(url: string, teardown: Teardown): Promise<EventStore> {
  const store = await PostgresEventStore.open({ url });
  teardown.add('the log', () => store.close());
  return store;
}
