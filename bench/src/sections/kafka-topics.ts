import { publishedContracts } from '@opsledger/contracts';
import { catalogueOf, connectKafka, ensureTopics, Topics } from '@opsledger/kafka';
import type { Kafka } from 'kafkajs';
import type { OnKafka } from '../peers/distributed';

export const catalogue = catalogueOf(publishedContracts);

/** As the environment of a process sets them unless told. */
const SETTINGS = {
  KAFKA_PARTITIONS: 6,
  KAFKA_REPLICATION_FACTOR: 1,
  KAFKA_MIN_INSYNC_REPLICAS: 1,
  KAFKA_MAX_MESSAGE_BYTES: 64 * 1024 * 1024,
};

export const clientOf = ({ brokers }: OnKafka): Kafka => connectKafka({ KAFKA_BROKERS: brokers }, 'opsledger-bench');

export const topicsOf = ({ prefix }: OnKafka): Topics => new Topics(catalogue, prefix);

/** The topics of an installation, made before anybody writes or reads. */
export async function madeTopics(on: OnKafka): Promise<Topics> {
  const topics = topicsOf(on);
  await ensureTopics(clientOf(on), topics, SETTINGS);
  return topics;
}
