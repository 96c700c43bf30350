import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { cloudEvent } from '@opsledger/contracts';
import type { EventSource } from '@opsledger/event-bus';
import type { Position, RecordedEvent } from '@opsledger/event-store';
import { isSelected, type EventContracts, type Selection } from './event-selection';

export interface Feed {
  readonly after: Position;
  readonly selection: Selection;
  /** Position at which lines of JSON end; absent: server-sent events that go on. */
  readonly end?: Position;
}

interface FeedKeeping {
  /** Scheme and host by which the reader reaches the gateway, if that can be told. */
  readonly origin?: string;
  readonly contracts: EventContracts;
  /** Milliseconds between two heartbeats. */
  readonly heartbeat: number;
  /** Milliseconds without the reader taking anything, after which it is cut off; it resumes from its last position. */
  readonly patience: number;
  /**
   * Whether the reader may still read: asked for every page and at every heartbeat, so that a revoked token ends its feed.
   * Never rejects.
   */
  readonly isAllowed: () => Promise<boolean>;
  /** The reader is gone, or the server stops. */
  readonly signal: AbortSignal;
}

const PAGE = 200;
/** How soon a browser comes back, in milliseconds. */
const RETRY = 'retry: 2000\n\n';

/**
 * Writes events to one reader, in log order, from a position on. Only one page is ever held for it: the next is read
 * when the reader has taken this one.
 */
export async function writeFeed(
  response: ServerResponse,
  feed: Feed,
  source: EventSource,
  keeping: FeedKeeping,
): Promise<void> {
  const over = new AbortController();
  const signal = AbortSignal.any([keeping.signal, over.signal]);
  const beating = feed.end === undefined && beat(response, keeping, () => over.abort());
  let after = feed.after;
  try {
    while (!signal.aborted && !isComplete(feed, after)) {
      const events = await source.read(after, PAGE, signal);
      if (events.length > 0 && !(await keeping.isAllowed())) break;
      after = events.at(-1)?.position ?? after;
      const text = events
        .filter((event) => !isBeyond(feed, event) && isSelected(event, feed.selection))
        .map((event) => lineOf(event, keeping, feed.end === undefined))
        .join('');
      if (text !== '' && !response.write(text)) await drained(response, keeping.patience, signal);
      // A source that has nothing to say any more answers at once; others need their turn all the same.
      if (events.length === 0) await nextTurn();
    }
  } finally {
    if (beating) clearInterval(beating);
    const { socket } = response;
    finish(response, feed, isComplete(feed, after));
    // A connection kept for more would hold up the stop of the server.
    if (keeping.signal.aborted) response.once('finish', () => socket?.destroySoon());
  }
}

const isComplete = ({ end }: Feed, after: Position): boolean => end !== undefined && after >= end;
const isBeyond = ({ end }: Feed, { position }: RecordedEvent): boolean => end !== undefined && position > end;

function beat(response: ServerResponse, { heartbeat, isAllowed }: FeedKeeping, end: () => void): NodeJS.Timeout {
  return setInterval(() => {
    if (!response.writableNeedDrain) response.write(': heartbeat\n\n');
    void isAllowed().then((allowed) => allowed || end());
  }, heartbeat);
}

function lineOf(event: RecordedEvent, { contracts, origin }: FeedKeeping, sse: boolean): string {
  const json = JSON.stringify(cloudEvent(event, contracts.get(event.type), origin));
  return sse ? `id: ${event.position}\nevent: ${event.type}\ndata: ${json}\n\n` : `${json}\n`;
}

async function drained(response: ServerResponse, patience: number, signal: AbortSignal): Promise<void> {
  try {
    await once(response, 'drain', { signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]) });
  } catch {
    response.destroy();
  }
}

/** Lines that end early must not look complete: the connection breaks off instead. */
function finish(response: ServerResponse, { end }: Feed, complete: boolean): void {
  if (end === undefined) response.end(RETRY);
  else if (complete) response.end();
  else response.destroy();
}
