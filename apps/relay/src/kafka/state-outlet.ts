import { cloudEventType, type EventContract } from '@opsledger/contracts';
import type { Kafka, Message } from 'kafkajs';
import { keyOf, type RecordState } from '../states/record-state';
import type { StateOutlet } from '../states/state-publisher';
import { idempotentProducer, sendInOrder } from './send-in-order';

/** One for all relays: whoever opens last is the only one who can still send. */
const TRANSACTIONAL_ID = 'opsledger-relay-states';

/** Compacted topics, one per service. Opening fences off whoever sent states before, by the broker. */
export async function openStateOutlet(
  kafka: Kafka,
  topicOf: (service: string) => string,
  contracts: ReadonlyMap<string, EventContract>,
): Promise<StateOutlet> {
  const producer = await idempotentProducer(kafka, TRANSACTIONAL_ID);
  try {
    // The fence is raised when the first transaction begins.
    await (await producer.transaction()).abort();
  } catch (error) {
    await producer.disconnect();
    throw error;
  }
  return {
    async send(states) {
      const messages = states.map((state) => ({
        topic: topicOf(state.service),
        message: messageOf(state, contracts.get(state.event.type)),
      }));
      // One transaction for all: the broker takes its time between two.
      const transaction = await producer.transaction();
      await sendInOrder(transaction, messages);
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
