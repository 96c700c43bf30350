import { SILENT } from '@opsledger/event-sourcing';
import { MemoryEventStore, NO_STREAM } from '@opsledger/event-store';
import { freePort, eventually } from '@opsledger/testing';
import { Metrics } from '@opsledger/service-kit';
import { connectKafka } from '../connection/connect-kafka';
import { aFact } from '../messages/event.fixture';
import { catalogueOf } from '../messages/catalogue';
import { Topics } from '../messages/topics';
import { openKafkaSource } from './open-kafka-source';

it('brokers that stay away are told of, in a few lines and not at every attempt', async () => {
  const told: string[] = [];
  const logger = { ...SILENT, warn: (_fields: object, message: string) => void told.push(message) };
  const metrics = new Metrics();
  const log = new MemoryEventStore();
  const at = `127.0.0.1:${await freePort()}`;
  const source = openKafkaSource({
    kafka: connectKafka({ KAFKA_BROKERS: at }, 'spec', logger),
    topics: new Topics(catalogueOf([])),
    log,
    logger,
    metrics,
    // It is stopped in such a pause: the client would go on trying for a moment.
    feed: { backoffMs: [1_000, 1_000] },
    options: { checkMs: 5, gapMs: 5 },
  });
  source.start();
  let records = 0;
  await eventually(
    async () => {
      await log.append(`note-${++records}`, NO_STREAM, [aFact()]);
      const text = await metrics.text();
      expect(Number(/^opsledger_kafka_errors_total (\d+)/m.exec(text)?.[1])).toBeGreaterThan(1);
      expect(Number(/^opsledger_kafka_missing_events_total (\d+)/m.exec(text)?.[1])).toBeGreaterThan(1);
    },
    { timeoutMs: 25_000 },
  );
  await source.stop();
  expect(told.sort()).toEqual([
    'Events did not come by Kafka in time and were read from the log: they are late (is the relay running, do the brokers answer?) or were lost there',
    `Kafka client: Connection error: connect ECONNREFUSED ${at}`,
    `Kafka client: Failed to connect to seed broker, trying another broker from the list: Connection error: connect ECONNREFUSED ${at}`,
    'Reading events from Kafka: trying again',
  ]);
});
