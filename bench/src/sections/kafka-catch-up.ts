import { START, streamOf, type Position, type RecordedEvent } from '@opsledger/event-store';
import { EventPublisher, openKafkaSource, type LinkedEvent } from '@opsledger/kafka';
import { createLogger, Metrics } from '@opsledger/service-kit';
import type { Row } from '../report';
import { idOf, logged } from './kafka-events';
import { catalogue, clientOf, madeTopics } from './kafka-topics';

const BATCH = 5_000;
/** As projections read. */
const PAGE = 1_000;
const BEGAN = Date.UTC(2026, 2, 1, 9);
/** As if it read no more than so many a second. */
const SLOWEST = 500;

const positionOf = (serial: number): Position => String(serial).padStart(START.length, '0');

/** A log too long to be kept in memory: every event follows from its number. */
const recorded = (serial: number): RecordedEvent => ({
  ...logged(serial),
  category: 'incident',
  subject: idOf('record', serial),
  streamId: streamOf('incident', idOf('record', serial)),
  revision: 1,
  position: positionOf(serial),
  recordedAt: new Date(BEGAN + 10 * serial).toISOString(),
  hash: '0'.repeat(64),
});

const numbered = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => from + 1 + index);

/** A reader that starts with nothing while Kafka holds everything, as a new projection does. */
export async function benchCatchUp(brokers: string, behind: number): Promise<Row[]> {
  const on = { brokers, prefix: 'bench-catch-up' };
  const [kafka, topics] = [clientOf(on), await madeTopics(on)];
  const publisher = await EventPublisher.open(kafka, catalogue, topics);
  let began = performance.now();
  try {
    for (let end = 0; end < behind; end += BATCH)
      await publisher.publish(
        numbered(end, Math.min(end + BATCH, behind)).map((serial): LinkedEvent => ({
          event: recorded(serial),
          previous: positionOf(serial - 1),
        })),
      );
  } finally {
    await publisher.close();
  }
  const published = behind / ((performance.now() - began) / 1_000);

  let fromLog = 0;
  const log = {
    head: async () => positionOf(behind),
    readAll: async ({ after, limit }: { after: Position; limit: number }) => {
      const events = numbered(Number(after), Math.min(Number(after) + limit, behind)).map(recorded);
      fromLog += events.length;
      return events;
    },
  };
  const source = openKafkaSource({
    kafka,
    topics,
    log,
    logger: createLogger({ level: 'error' }),
    metrics: new Metrics(),
  });
  began = performance.now();
  try {
    source.start();
    const deadline = AbortSignal.timeout(60_000 + (behind / SLOWEST) * 1_000);
    for (let after = START; after < positionOf(behind);) {
      const page = await source.read(after, PAGE, deadline);
      deadline.throwIfAborted();
      after = page.at(-1)?.position ?? after;
    }
  } finally {
    await source.stop();
  }
  const read = behind / ((performance.now() - began) / 1_000);

  const events = behind.toLocaleString('en');
  return [
    { section: 'Kafka: publishing', what: `publisher alone, ${events} events`, figure: published, unit: 'events/s' },
    { section: 'Kafka: catching up', what: `a reader ${events} events behind`, figure: read, unit: 'events/s' },
    // The first page always is; more means that Kafka did not bring them in time.
    { section: 'Kafka: catching up', what: 'of these read from the log', figure: fromLog, unit: 'events' },
  ];
}
