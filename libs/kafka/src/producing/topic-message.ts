import type { Message, TopicMessages } from 'kafkajs';
import { slices } from './slices';

/** A message with the topic that it is for. */
export interface TopicMessage {
  readonly topic: string;
  readonly message: Message;
}

/** Of acknowledgements: those of all replicas that are in sync. */
export const ALL_REPLICAS = -1;

/** Messages in their order, as many at once as brokers take. */
export const slicesOf = (messages: readonly TopicMessage[]): Generator<readonly TopicMessage[]> =>
  slices(messages, sizeOf);

/** What a record takes besides its texts, generously. */
const FRAME = 40;

function sizeOf({ message: { key, value, headers = {} } }: TopicMessage): number {
  const texts = Object.entries(headers).reduce(
    (size, [name, text]) => size + name.length + Buffer.byteLength(String(text)) + 4,
    Buffer.byteLength(key ?? '') + Buffer.byteLength(value ?? ''),
  );
  return texts + FRAME;
}

/** As the client wants them. */
export function byTopic(messages: readonly TopicMessage[]): TopicMessages[] {
  const topics = new Map<string, Message[]>();
  for (const { topic, message } of messages) {
    const others = topics.get(topic);
    if (others) others.push(message);
    else topics.set(topic, [message]);
  }
  return [...topics].map(([topic, those]) => ({ topic, messages: those }));
}
