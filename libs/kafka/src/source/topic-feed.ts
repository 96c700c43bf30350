import type { ReceivedMessage } from '../messages/message';

/** Where reading the topics begins: behind what is there now, at messages of a time (milliseconds), or with the first kept. */
export type StartAt = 'end' | 'beginning' | { readonly since: number };

/** A message with the place it was read from; `offset` is a number as text, for it may exceed what numbers hold. */
export interface TopicMessage extends ReceivedMessage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: Buffer | string | null;
}

/** What is told while topics are followed; the feed goes on by itself after every error. */
export interface FeedHandlers {
  /** The place to begin at is known and holds whatever comes after this moment; nothing has been received yet. */
  onPlaced?(): Promise<void>;
  /** The brokers have given it the partitions: what comes is received, until an error is told. */
  onFollowing?(): void;
  /** Messages of one partition in their order, at least once; the next come when this resolves. */
  receive(part: string, messages: readonly TopicMessage[]): Promise<void>;
  /** The brokers cannot be reached or refuse; it goes on by itself. */
  onError(error: Error): void;
}

/** Reading in progress, which outlives brokers that come and go. */
export interface Following {
  /** Leaves a partition alone until `resume`; what is on its way still comes. */
  pause(part: string): void;
  resume(part: string): void;
  stop(): Promise<void>;
}

/** All topics of events. */
export interface TopicFeed {
  follow(start: StartAt, handlers: FeedHandlers): Following;
}
