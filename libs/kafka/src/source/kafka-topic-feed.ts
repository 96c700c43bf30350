import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Bell } from '@opsledger/event-bus';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { asKafkaError } from '../connection/kafka-errors';
import type { FeedHandlers, Following, StartAt, TopicFeed } from './topic-feed';

/** How topics are read; pauses in milliseconds. */
export interface TopicFeedOptions {
  /** First part of the names of the consumer groups; each reading has one of its own. */
  readonly groupPrefix?: string;
  /** First and longest pause after an error. */
  readonly backoffMs?: readonly [first: number, longest: number];
}

const HEARTBEAT_MS = 1_000;
const GOODBYE_MS = 5_000;

/** Reads topics of Kafka. No offset is committed: where reading begins is decided at every start. */
export class KafkaTopicFeed implements TopicFeed {
  constructor(
    private readonly kafka: Kafka,
    private readonly topics: readonly string[],
    private readonly options: TopicFeedOptions = {},
  ) {}

  follow(start: StartAt, handlers: FeedHandlers): Following {
    return new Reading(this.kafka, this.topics, start, handlers, {
      groupPrefix: 'opsledger',
      backoffMs: [200, 5_000],
      ...this.options,
    });
  }
}

class Reading implements Following {
  private readonly stopped = new Bell();
  private stopping = false;
  private end: () => void = () => undefined;
  private readonly ended = new Promise<void>((resolve) => (this.end = resolve));
  /** Offset of the message wanted next, by partition. */
  private next?: Map<string, string>;
  private readonly paused = new Set<string>();
  private consumer?: Consumer;
  private readonly running: Promise<void>;
  private failures = 0;

  constructor(
    private readonly kafka: Kafka,
    private readonly topics: readonly string[],
    private readonly start: StartAt,
    private readonly handlers: FeedHandlers,
    private readonly options: Required<TopicFeedOptions>,
  ) {
    this.running = this.run();
  }

  pause(part: string): void {
    this.paused.add(part);
    this.consumer?.pause([partitionsOf(part)]);
  }

  resume(part: string): void {
    this.paused.delete(part);
    this.consumer?.resume([partitionsOf(part)]);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.end();
    this.stopped.ring();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        if (!this.next) {
          // Whoever stops does not wait for brokers that do not answer.
          const placed = await Promise.race([this.place(), this.ended]);
          if (!placed) return;
          await this.handlers.onPlaced?.();
          this.next = placed;
        }
        if (!this.stopping) await this.consume();
      } catch (error) {
        if (this.stopping) return;
        this.handlers.onError(asKafkaError(error, 'reading events'));
        const [first, longest] = this.options.backoffMs;
        await this.stopped.wait(Math.min(longest, first * 2 ** this.failures++));
      }
    }
  }

  /** @throws Error when the topics are not there or the brokers are away */
  private async place(): Promise<Map<string, string>> {
    const admin = this.kafka.admin();
    try {
      await admin.connect();
      const places = new Map<string, string>();
      const { start } = this;
      for (const topic of this.topics) {
        const offsets =
          typeof start === 'object'
            ? await admin.fetchTopicOffsetsByTimestamp(topic, Math.max(0, start.since))
            : (await admin.fetchTopicOffsets(topic)).map(({ partition, high, low }) => ({
                partition,
                offset: start === 'end' ? high : low,
              }));
        for (const { partition, offset } of offsets) places.set(partOf(topic, partition), offset);
      }
      return places;
    } finally {
      await leave(admin.disconnect());
    }
  }

  /** Reads until told to stop; a rejection means that it broke off. */
  private async consume(): Promise<void> {
    const consumer = this.kafka.consumer({
      groupId: `${this.options.groupPrefix}-${randomUUID()}`,
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: 500,
      sessionTimeout: 30_000,
      heartbeatInterval: 3_000,
      retry: { retries: 3, initialRetryTime: 100, maxRetryTime: 1_000, restartOnFailure: async () => false },
    });
    const broken = new Promise<never>((_resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    });
    broken.catch(() => undefined);
    let left = false;
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      // One that was given up may join all the same, while it is leaving.
      if (!left) this.seek(consumer, payload.memberAssignment);
    });
    const begun = this.begin(consumer);
    begun.catch(() => undefined);
    try {
      await Promise.race([broken, begun, this.ended]);
      await Promise.race([broken, this.ended]);
    } finally {
      left = true;
      this.consumer = undefined;
      await leave(consumer.disconnect());
    }
  }

  private async begin(consumer: Consumer): Promise<void> {
    await consumer.connect();
    await consumer.subscribe({ topics: [...this.topics], fromBeginning: true });
    if (this.stopping) return;
    await consumer.run({ autoCommit: false, eachBatch: (payload) => this.take(payload) });
    this.consumer = consumer;
    for (const part of this.paused) consumer.pause([partitionsOf(part)]);
  }

  /** A group begins where nobody wants it to, so it is told; also after it was formed anew. */
  private seek(consumer: Consumer, assigned: Readonly<Record<string, number[]>>): void {
    this.failures = 0;
    for (const [topic, partitions] of Object.entries(assigned))
      for (const partition of partitions)
        consumer.seek({ topic, partition, offset: this.next?.get(partOf(topic, partition)) ?? '0' });
    this.handlers.onFollowing?.();
  }

  private async take({ batch, heartbeat, isStale }: EachBatchPayload): Promise<void> {
    const { topic, partition } = batch;
    if (isStale() || this.stopping) return;
    const part = partOf(topic, partition);
    const messages = batch.messages.map(({ key, value, headers, offset }) => ({
      topic,
      partition,
      offset,
      key,
      value,
      headers,
    }));
    let done = false;
    const receiving = this.handlers.receive(part, messages).finally(() => (done = true));
    while (!done) {
      const timer = new AbortController();
      await Promise.race([receiving, delay(HEARTBEAT_MS, undefined, { signal: timer.signal })]);
      timer.abort();
      if (!done) await heartbeat();
    }
    await receiving;
    this.next?.set(part, String(BigInt(batch.lastOffset()) + 1n));
  }
}

const partOf = (topic: string, partition: number): string => `${topic}/${partition}`;

function partitionsOf(part: string): { topic: string; partitions: number[] } {
  const slash = part.lastIndexOf('/');
  return { topic: part.slice(0, slash), partitions: [Number(part.slice(slash + 1))] };
}

/** Disconnecting from brokers that are gone may fail, or take for ever; nobody needs its result. */
async function leave(leaving: Promise<void>): Promise<void> {
  const timer = new AbortController();
  await Promise.race([
    leaving.catch(() => undefined),
    delay(GOODBYE_MS, undefined, { signal: timer.signal }).catch(() => undefined),
  ]);
  timer.abort();
}
