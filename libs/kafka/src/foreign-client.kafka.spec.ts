import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { incidentContracts } from '@opsledger/contracts';
import { START, type RecordedEvent } from '@opsledger/event-store';
import { describeWithKafka, locateJava, resolveClassPath } from '@opsledger/kafka-local';
import { connectKafka } from './connection/connect-kafka';
import { catalogueOf } from './messages/catalogue';
import { anEvent, chained } from './messages/event.fixture';
import { Topics } from './messages/topics';
import { ensureTopics } from './producing/ensure-topics';
import { EventPublisher } from './producing/event-publisher';

const root = join(__dirname, '..', '..', '..');
const program = join(root, 'deploy', 'kafka-local', 'ReadEvents.java');
const page = readFileSync(join(root, 'docs', 'how-to', 'consume-kafka.md'), 'utf8');

const subject = '0199c0de-7a10-7b2c-9f3e-5d4f0f3a0001';
const facts: readonly Partial<RecordedEvent>[] = [
  {
    type: 'IncidentLogged',
    data: { keys: { number: 'INC0001042', state: 'new', priority: 'P2' }, title: 'E-mail is down' },
  },
  { type: 'IncidentWorkStarted', data: { keys: { number: 'INC0001042', state: 'in_progress', priority: 'P2' } } },
  {
    type: 'IncidentWorkNoted',
    data: { keys: { number: 'INC0001042', state: 'in_progress', priority: 'P2' }, body: 'Disk full' },
  },
];
const events = facts.map((fact, index) =>
  anEvent(index + 1, {
    id: `0199c0de-7a10-7b2c-9f3e-5d4f0f3a100${index + 1}`,
    subject,
    revision: index + 1,
    occurredAt: `2026-03-02T09:0${index}:00.000Z`,
    ...fact,
  }),
);

describeWithKafka(
  "Kafka's own client",
  (brokers) => {
    it('reads what the page on consuming shows, though it was sent twice', async () => {
      const catalogue = catalogueOf([incidentContracts]);
      const topics = new Topics(catalogue, `spec-${randomUUID()}`);
      const kafka = connectKafka({ KAFKA_BROKERS: brokers() }, 'spec');
      await ensureTopics(kafka, topics, {
        KAFKA_PARTITIONS: 3,
        KAFKA_REPLICATION_FACTOR: 1,
        KAFKA_MIN_INSYNC_REPLICAS: 1,
        KAFKA_MAX_MESSAGE_BYTES: 2_000_000,
      });
      const publisher = await EventPublisher.open(kafka, catalogue, topics);
      await publisher.publish(chained(events.slice(0, 2), START));
      await publisher.publish(chained(events, START));
      await publisher.close();

      const { stdout } = await promisify(execFile)(locateJava(), [
        '-Dorg.slf4j.simpleLogger.defaultLogLevel=error',
        '-cp',
        await resolveClassPath(),
        program,
        brokers(),
        topics.events('incident'),
        String(events.length),
      ]);
      expect(stdout.split('\n').filter(Boolean)).toHaveLength(3 * events.length);
      expect(page).toContain(`itsm.incident.events ${events.length}\n${stdout}\`\`\``);
    }, 120_000);
  },
  { java: true },
);
