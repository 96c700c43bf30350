import { setTimeout as delay } from 'node:timers/promises';
import type { Admin, ITopicConfig, Kafka } from 'kafkajs';
import type { KafkaEnvironment } from '../connection/kafka-environment';
import { asKafkaError, KafkaUnavailable } from '../connection/kafka-errors';
import type { Topics } from '../messages/topics';

/** Variables that say how topics are made where they are missing. */
export type TopicSettings = Pick<
  KafkaEnvironment,
  'KAFKA_PARTITIONS' | 'KAFKA_REPLICATION_FACTOR' | 'KAFKA_MIN_INSYNC_REPLICAS' | 'KAFKA_MAX_MESSAGE_BYTES'
>;

/** Everything is kept for ever unless the operator says otherwise, of dead letters too. */
const KEPT = { 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' };
const COMPACTED = { 'cleanup.policy': 'compact' };

const PATIENCE_MS = 15_000;
const POLL_MS = 50;

/**
 * Makes the topics that are missing; those that are there stay as they are: more partitions would break the order of
 * records, and what is kept is for the operator to say.
 *
 * @throws KafkaUnavailable or KafkaRefused
 * @returns the topics made
 */
export async function ensureTopics(kafka: Kafka, topics: Topics, settings: TopicSettings): Promise<readonly string[]> {
  const { KAFKA_PARTITIONS: partitions } = settings;
  const wanted = [
    ...topics.allEvents.map((topic) => configOf(topic, partitions, KEPT, settings)),
    ...topics.allStates.map((topic) => configOf(topic, partitions, COMPACTED, settings)),
    ...topics.allDeadLetters.map((topic) => configOf(topic, 1, KEPT, settings)),
  ];
  const admin = kafka.admin();
  try {
    await admin.connect();
    const there = new Set(await admin.listTopics());
    const missing = wanted.filter(({ topic }) => !there.has(topic));
    // Another relay may make the same ones at the same time, which is no error.
    if (missing.length > 0) await admin.createTopics({ topics: missing, waitForLeaders: false });
    const names = missing.map(({ topic }) => topic);
    await known(admin, names);
    return names;
  } catch (error) {
    throw asKafkaError(error, 'making topics');
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

/**
 * A topic that was made is not known to every broker at once, and a broker that is to lead a partition does not do so at
 * once.
 */
async function known(admin: Admin, topics: readonly string[]): Promise<void> {
  for (const deadline = performance.now() + PATIENCE_MS; topics.length > 0; await delay(POLL_MS))
    try {
      const { topics: told } = await admin.fetchTopicMetadata({ topics: [...topics] });
      if (told.every(({ partitions }) => partitions.length > 0 && partitions.every(({ leader }) => leader >= 0))) {
        // Only who leads a partition says where it ends.
        for (const topic of topics) await admin.fetchTopicOffsets(topic);
        return;
      }
      if (performance.now() > deadline) throw new KafkaUnavailable('making topics', 'partitions are without a leader');
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
}

function configOf(
  topic: string,
  numPartitions: number,
  keeping: Readonly<Record<string, string>>,
  settings: TopicSettings,
): ITopicConfig {
  const config: Record<string, string> = {
    ...keeping,
    'min.insync.replicas': String(settings.KAFKA_MIN_INSYNC_REPLICAS),
    'max.message.bytes': String(settings.KAFKA_MAX_MESSAGE_BYTES),
    'message.timestamp.type': 'CreateTime',
    // The clock of the log may be ahead of the broker's; its events must get through all the same.
    'message.timestamp.after.max.ms': String(2n ** 63n - 1n),
    'unclean.leader.election.enable': 'false',
  };
  return {
    topic,
    numPartitions,
    replicationFactor: settings.KAFKA_REPLICATION_FACTOR,
    configEntries: Object.entries(config).map(([name, value]) => ({ name, value })),
  };
}
