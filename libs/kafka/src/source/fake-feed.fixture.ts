import type { RecordedEvent } from '@opsledger/event-store';
import { catalogueOf } from '../messages/catalogue';
import { encodeEvent } from '../messages/encode-event';
import type { LinkedEvent } from '../messages/linked-event';
import { Topics } from '../messages/topics';
import type { FeedHandlers, Following, StartAt, TopicFeed, TopicMessage } from './topic-feed';

const catalogue = catalogueOf([]);
const topics = new Topics(catalogue);

/** Topics in memory: partitions that can be lost from, cut off, and held back. */
export class FakeFeed implements TopicFeed {
  private readonly partitions = new Map<string, { at: number; message: TopicMessage }[]>();
  private readonly followers = new Set<Follower>();
  readonly begun: StartAt[] = [];
  /** Partitions that nothing comes from for the time being. */
  readonly held = new Set<string>();
  isAway = false;

  follow(start: StartAt, handlers: FeedHandlers): Following {
    this.begun.push(start);
    const follower = new Follower(this, start, handlers, () => this.followers.delete(follower));
    this.followers.add(follower);
    void follower.run();
    return follower;
  }

  publish(linked: LinkedEvent, part = `p${Number(linked.event.position) % 3}`): void {
    const message = encodeEvent(linked, catalogue, topics);
    this.put(part, Number(message.timestamp), message);
  }

  put(part: string, at: number, { value, headers, key }: Pick<TopicMessage, 'value' | 'headers' | 'key'>): void {
    const messages = this.partitions.get(part) ?? [];
    messages.push({ at, message: { topic: part, partition: 0, offset: String(messages.length), key, value, headers } });
    this.partitions.set(part, messages);
  }

  /** What an operator's retention does. */
  cutOff(before: RecordedEvent): void {
    const until = Date.parse(before.recordedAt);
    for (const [part, messages] of this.partitions)
      this.partitions.set(
        part,
        messages.filter(({ at }) => at >= until),
      );
  }

  get all(): ReadonlyMap<string, readonly { at: number; message: TopicMessage }[]> {
    return this.partitions;
  }
}

class Follower implements Following {
  private readonly paused = new Set<string>();
  private stopping = false;
  private wasAway = false;
  private readonly seen = new Map<string, Set<TopicMessage>>();

  constructor(
    private readonly feed: FakeFeed,
    private readonly start: StartAt,
    private readonly handlers: FeedHandlers,
    private readonly left: () => void,
  ) {}

  async run(): Promise<void> {
    const { start } = this;
    if (start === 'end')
      for (const [part, messages] of this.feed.all)
        this.seen.set(part, new Set(messages.map(({ message }) => message)));
    while (this.feed.isAway && !this.stopping) await new Promise(setImmediate);
    await this.handlers.onPlaced?.();
    this.handlers.onFollowing?.();
    while (!this.stopping) {
      await new Promise(setImmediate);
      this.tellWhetherAway();
      if (this.wasAway) continue;
      for (const part of this.feed.all.keys()) {
        if (this.paused.has(part) || this.feed.held.has(part)) continue;
        const news = this.newsOf(part);
        if (news.length > 0) await this.handlers.receive(part, news);
      }
    }
  }

  private tellWhetherAway(): void {
    const { isAway } = this.feed;
    if (isAway && !this.wasAway) this.handlers.onError(new Error('The brokers are away.'));
    if (!isAway && this.wasAway) this.handlers.onFollowing?.();
    this.wasAway = isAway;
  }

  private newsOf(part: string): TopicMessage[] {
    const seen = this.seen.get(part) ?? new Set();
    this.seen.set(part, seen);
    const { start } = this;
    const since = typeof start === 'object' ? start.since : -Infinity;
    const messages = this.feed.all.get(part) ?? [];
    const first = messages.findIndex(({ at }) => at >= since);
    const kept = first < 0 ? [] : messages.slice(first).map(({ message }) => message);
    const news = kept.filter((message) => !seen.has(message)).slice(0, 20);
    for (const message of news) seen.add(message);
    return news;
  }

  pause(part: string): void {
    this.paused.add(part);
  }

  resume(part: string): void {
    this.paused.delete(part);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.left();
  }
}
