import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { cloudEventType } from '@opsledger/contracts';
import type { OnKafka } from '../peers/distributed';
import { catalogue, clientOf, topicsOf } from './kafka-topics';

const JOIN_MS = 30_000;
/** Short, so that what is measured is not the wait of the consumer. */
const MAX_WAIT_MS = 5;

/** Another system that listens. */
export interface Listener {
  /** When the event of a record came first, by the record's id. */
  readonly heard: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

/** A plain consumer of the incident topic, which has joined and reads what comes from now on. */
export async function listen(on: OnKafka, eventType: string): Promise<Listener> {
  const type = cloudEventType(catalogue.contractOf(eventType)!);
  const heard = new Map<string, number>();
  const consumer = clientOf(on).consumer({ groupId: `bench-${randomUUID()}`, maxWaitTimeInMs: MAX_WAIT_MS });
  const joined = new Promise<void>((resolve) => consumer.on(consumer.events.GROUP_JOIN, () => resolve()));
  try {
    await consumer.connect();
    await consumer.subscribe({ topic: topicsOf(on).events('incident'), fromBeginning: false });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ message: { key, headers } }) => {
        const id = String(key);
        if (String(headers?.ce_type) === type && !heard.has(id)) heard.set(id, performance.now());
      },
    });
    await Promise.race([joined, late()]);
  } catch (error) {
    await consumer.disconnect();
    throw error;
  }
  return { heard, stop: () => consumer.disconnect() };
}

async function late(): Promise<never> {
  await wait(JOIN_MS, undefined, { ref: false });
  throw new Error(`the consumer did not join within ${JOIN_MS / 1_000} s`);
}
