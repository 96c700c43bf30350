import type { Kafka, Producer } from 'kafkajs';
import { connectProducer } from './connect-producer';
import { ALL_REPLICAS, byTopic, slicesOf, type TopicMessage } from './topic-message';

/**
 * None, since a batch goes to several brokers at once: when one of them fails, kafkajs sends again only to those that have not
 * answered. What has moved since to a broker that has would be acknowledged without ever being sent.
 *
 * It refuses zero for an idempotent producer, as it trusts in its retries there; a number that compares with none is taken.
 */
const RETRY = { retries: NaN };

/**
 * A producer that neither loses, doubles nor reorders what it sends, until its first failure: then it is used up. The next
 * one knows the leaders of that moment.
 *
 * @throws KafkaUnavailable or KafkaRefused when the brokers do not take this process as a producer
 */
export const openProducer = (kafka: Kafka): Promise<Producer> => connectProducer(kafka, { retry: RETRY });

/**
 * Sends messages so that each partition takes them in their order: what fits goes at once, the next when that is
 * acknowledged by all replicas.
 *
 * @throws whatever the library does; after that nothing is known of what arrived
 */
export async function sendInOrder(producer: Producer, messages: readonly TopicMessage[]): Promise<void> {
  for (const slice of slicesOf(messages))
    await producer.sendBatch({ acks: ALL_REPLICAS, topicMessages: byTopic(slice) });
}
