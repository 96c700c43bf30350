import { cloudEventType } from '@opsledger/contracts';
import { TransactionalProducer, type Catalogue, type Topics } from '@opsledger/kafka';
import type { Kafka, Message } from 'kafkajs';
import { keyOf, type RecordState } from '../states/record-state';
import type { StateOutlet } from '../states/state-publisher';

/**
 * Compacted topics, one per service. Opening fences off whoever sent states before: the name is one for all relays of an
 * installation.
 */
export async function openStateOutlet(
  kafka: Kafka,
  catalogue: Catalogue,
  topics: Topics,
  name: string,
): Promise<StateOutlet> {
  const producer = await TransactionalProducer.open(kafka, name, topics.allStates);
  return {
    // One transaction for all: the broker takes its time between two.
    send: (states) =>
      producer.send(
        states.map((state) => ({ topic: topics.state(state.service), message: messageOf(state, catalogue) })),
      ),
    close: () => producer.close(),
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
