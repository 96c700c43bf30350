import { setTimeout as wait } from 'node:timers/promises';
import { startEmbeddedPostgres } from '@opsledger/embedded-postgres';
import { NO_STREAM, PostgresEventStore, streamOf } from '@opsledger/event-store';
import { startRelay, type OnKafka } from '../peers/distributed';
import type { Row } from '../report';
import { idOf, logged } from './kafka-events';
import { clientOf, madeTopics } from './kafka-topics';

const WRITERS = 64;
const POLL_MS = 10;
const FIRST_MS = 60_000;
/** As if it published no more than so many a second. */
const SLOWEST = 500;

/** Events a second of a relay that starts on a log of which nothing is published. */
export async function benchRelay(dataDir: string, brokers: string, backlog: number): Promise<Row[]> {
  const on = { brokers, prefix: 'bench-relay' };
  const topic = (await madeTopics(on)).events('incident');
  const postgres = await startEmbeddedPostgres({ dataDir });
  try {
    await fill(postgres.url, backlog);
    const perSecond = await published(postgres.url, on, topic, backlog);
    const what = `relay, a backlog of ${backlog.toLocaleString('en')}`;
    return [{ section: 'Kafka: publishing', what, figure: perSecond, unit: 'events/s' }];
  } finally {
    await postgres.stop();
  }
}

/** The topic is watched from before the relay starts; whatever comes of it, neither is left running. */
async function published(databaseUrl: string, on: OnKafka, topic: string, backlog: number): Promise<number> {
  const watching = new AbortController();
  const arriving = arrivals(on, topic, backlog, watching.signal);
  arriving.catch(() => undefined);
  try {
    const relay = await startRelay(databaseUrl, on);
    try {
      return await arriving;
    } finally {
      await relay.stop();
    }
  } finally {
    watching.abort();
    await arriving.catch(() => undefined);
  }
}

async function fill(url: string, events: number): Promise<void> {
  const store = await PostgresEventStore.open({ url });
  let begun = 0;
  const write = async (): Promise<void> => {
    while (begun < events) {
      const serial = ++begun;
      await store.append(streamOf('incident', idOf('record', serial)), NO_STREAM, [logged(serial)]);
    }
  };
  try {
    await Promise.all(Array.from({ length: WRITERS }, write));
  } finally {
    await store.close();
  }
}

/** Watches the ends of the partitions, which costs the broker less than a reader; the time is that between first and last. */
async function arrivals(on: OnKafka, topic: string, all: number, signal: AbortSignal): Promise<number> {
  const admin = clientOf(on).admin();
  await admin.connect();
  const there = async () => (await admin.fetchTopicOffsets(topic)).reduce((sum, { high }) => sum + Number(high), 0);
  try {
    let first: { readonly count: number; readonly at: number } | undefined;
    for (
      let deadline = performance.now() + FIRST_MS;
      performance.now() < deadline && !signal.aborted;
      await wait(POLL_MS)
    ) {
      const count = await there();
      const at = performance.now();
      if (first && count >= all) return ((count - first.count) / (at - first.at)) * 1_000;
      if (!first && count > 0) {
        first = { count, at };
        deadline = at + (all / SLOWEST) * 1_000;
      }
    }
    throw new Error(`the relay did not publish ${all} events in time`);
  } finally {
    await admin.disconnect();
  }
}
