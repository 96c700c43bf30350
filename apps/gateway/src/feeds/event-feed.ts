import type { ServerResponse } from 'node:http';
import { once } from 'node:events';
import { cloudEvent, type EventContract } from '@opsledger/contracts';
import type { EventSource } from '@opsledger/event-bus';
import type { Position, RecordedEvent } from '@opsledger/event-store';

export interface FeedOrder {
  readonly after: Position;
  /** Fact names or CloudEvents types; absent: all. */
  readonly types?: ReadonlySet<string>;
  readonly subject?: string;
  /** Server-sent events that go on, or lines of JSON that end at the present end of the log. */
  readonly follow: boolean;
}

const PAGE = 200;
/** A reader that takes nothing for so long (ms) is cut off; it resumes from its last position. */
const STALLED = 30_000;

/**
 * Writes events to one reader, in log order, from a position on. Only one page is ever held for it: the next is read
 * when the reader has taken this one.
 */
export async function writeFeed(
  response: ServerResponse,
  order: FeedOrder,
  source: EventSource,
  contracts: ReadonlyMap<string, EventContract>,
  { heartbeat, signal }: { heartbeat: number; signal: AbortSignal },
): Promise<void> {
  const end = order.follow ? undefined : await source.head();
  const beat = order.follow && setInterval(() => response.write(': heartbeat\n\n'), heartbeat);
  try {
    let after = order.after;
    while (!signal.aborted && (end === undefined || after < end)) {
      const events = await source.read(after, PAGE, signal);
      const last = events.at(-1);
      if (!last) continue;
      after = last.position;
      const text = events
        .filter((event) => (end === undefined || event.position <= end) && wanted(event, order, contracts))
        .map((event) => lineOf(event, contracts, order.follow))
        .join('');
      if (text !== '' && !response.write(text)) await drained(response, signal);
    }
  } finally {
    if (beat) clearInterval(beat);
    response.end(order.follow && signal.aborted ? 'retry: 2000\n\n' : undefined);
  }
}

function wanted(
  event: RecordedEvent,
  { types, subject }: FeedOrder,
  contracts: ReadonlyMap<string, EventContract>,
): boolean {
  if (subject !== undefined && event.subject !== subject) return false;
  return types === undefined || types.has(event.type) || types.has(cloudEvent(event, contracts.get(event.type)).type);
}

function lineOf(event: RecordedEvent, contracts: ReadonlyMap<string, EventContract>, sse: boolean): string {
  const json = JSON.stringify(cloudEvent(event, contracts.get(event.type)));
  return sse ? `id: ${event.position}\nevent: ${event.type}\ndata: ${json}\n\n` : `${json}\n`;
}

async function drained(response: ServerResponse, signal: AbortSignal): Promise<void> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(STALLED)]);
  try {
    await once(response, 'drain', { signal: patience });
  } catch {
    response.destroy();
  }
}
