import type { DeadLetter, DeadLetterPublisher } from '@opsledger/event-sourcing';
import {
  asKafkaError,
  encodeEvent,
  openProducer,
  sendInOrder,
  type Catalogue,
  type TopicMessage,
  type Topics,
} from '@opsledger/kafka';
import type { Kafka } from 'kafkajs';

/** The topics of dead letters, each beside the topic of events that the letter's event is on. */
export async function openDeadLetterOutlet(
  kafka: Kafka,
  catalogue: Catalogue,
  topics: Topics,
): Promise<DeadLetterPublisher> {
  const producer = await openProducer(kafka);
  return {
    async publish(letters) {
      const messages = letters.map((letter) => messageOf(letter, catalogue, topics));
      try {
        await sendInOrder(producer, messages);
      } catch (error) {
        throw asKafkaError(error, 'publishing dead letters');
      }
    },
    close: () => producer.disconnect(),
  };
}

/** The event as it was published, and in headers of their own who could not apply it. */
function messageOf(
  { event, reader, key: row, error, attempts, parkedAt }: DeadLetter,
  catalogue: Catalogue,
  topics: Topics,
): TopicMessage {
  // What came before it in the log matters no more here.
  const { key, value, headers } = encodeEvent({ event, previous: '' }, catalogue, topics);
  const told = {
    'dead-letter-error': error,
    'dead-letter-reader': reader.name,
    'dead-letter-reader-kind': reader.kind,
    'dead-letter-row': row,
    'dead-letter-attempts': String(attempts),
    'dead-letter-parked-at': parkedAt,
  };
  const topic = topics.deadLetter(catalogue.serviceOf(event.category));
  return { topic, message: { key, value, headers: { ...headers, ...told } } };
}
