import { cloudEventType, type EventContract } from '@opsledger/contracts';
import type { Kafka, Message, TopicMessages } from 'kafkajs';
import { keyOf, type RecordState } from '../states/record-state';
import type { StateOutlet } from '../states/state-publisher';
import { slices } from './slices';

/** One for all relays: whoever opens last is the only one who can still send. */
const TRANSACTIONAL_ID = 'opsledger-relay-states';
const TRANSACTION_MS = 60_000;
const ALL_REPLICAS = -1;

/** Compacted topics, one per service. Opening fences off whoever sent states before, by the broker. */
export async function openStateOutlet(
  kafka: Kafka,
  topicOf: (service: string) => string,
  contracts: ReadonlyMap<string, EventContract>,
): Promise<StateOutlet> {
  const producer = kafka.producer({
    transactionalId: TRANSACTIONAL_ID,
    transactionTimeout: TRANSACTION_MS,
    idempotent: true,
    maxInFlightRequests: 1,
  });
  await producer.connect();
  try {
    // The fence is raised when the first transaction begins.
    await (await producer.transaction()).abort();
  } catch (error) {
    await producer.disconnect();
    throw error;
  }
  return {
    async send(states) {
      const told = states.map((state) => ({
        topic: topicOf(state.service),
        message: messageOf(state, contracts.get(state.event.type)),
      }));
      // One transaction for all: the broker takes its time between two.
      const transaction = await producer.transaction();
      for (const slice of slices(told, ({ message }) => Buffer.byteLength(message.value ?? '')))
        await transaction.sendBatch({ acks: ALL_REPLICAS, topicMessages: byTopic(slice) });
      await transaction.commit();
    },
    close: () => producer.disconnect(),
  };
}

function messageOf(told: RecordState, contract: EventContract | undefined): Message {
  const { category, subject, position, revision, recordedAt, type } = told.event;
  return {
    key: keyOf(told),
    value: told.state && JSON.stringify(told.state),
    timestamp: String(Date.parse(recordedAt)),
    headers: {
      'content-type': 'application/json',
      kind: category,
      subject,
      position,
      sequence: String(revision).padStart(10, '0'),
      type: contract ? cloudEventType(contract) : type,
    },
  };
}

function byTopic(told: readonly { topic: string; message: Message }[]): TopicMessages[] {
  const topics = new Map<string, Message[]>();
  for (const { topic, message } of told) topics.set(topic, [...(topics.get(topic) ?? []), message]);
  return [...topics].map(([topic, messages]) => ({ topic, messages }));
}
