import { cloudEventType } from '@opsledger/contracts';
import { asKafkaError, openProducer, sendInOrder, type Catalogue, type Topics } from '@opsledger/kafka';
import type { Kafka, Message } from 'kafkajs';
import { keyOf, type RecordState } from '../states/record-state';
import type { StateOutlet } from '../states/state-publisher';

/**
 * Compacted topics, one per service. Opening fences off whoever sent states before, by the broker: the name is one for
 * all relays of an installation, and only who opened last under it can send.
 */
export async function openStateOutlet(
  kafka: Kafka,
  catalogue: Catalogue,
  topics: Topics,
  name: string,
): Promise<StateOutlet> {
  const producer = await openProducer(kafka, name);
  try {
    // The fence is raised when the first transaction begins.
    await (await producer.transaction()).abort();
  } catch (error) {
    await producer.disconnect();
    throw asKafkaError(error, 'fencing off other relays');
  }
  return {
    async send(states) {
      const messages = states.map((state) => ({
        topic: topics.state(state.service),
        message: messageOf(state, catalogue),
      }));
      try {
        // One transaction for all: the broker takes its time between two.
        const transaction = await producer.transaction();
        await sendInOrder(transaction, messages);
        await transaction.commit();
      } catch (error) {
        throw asKafkaError(error, 'publishing states');
      }
    },
    close: () => producer.disconnect(),
  };
}

function messageOf(told: RecordState, catalogue: Catalogue): Message {
  const { category, subject, position, revision, recordedAt, type } = told.event;
  const contract = catalogue.contractOf(type);
  return {
    key: keyOf(told),
    value: told.state && JSON.stringify(told.state),
    timestamp: String(Math.max(0, Date.parse(recordedAt))),
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
