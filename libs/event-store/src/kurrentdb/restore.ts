import { sizeOf, type StoredEvent } from '../encoded-event';
import { WrongExpectedVersion } from '../errors';
import type { Connection } from './connection';
import type { StreamNames } from './names';
import { appendHeader, proposal } from './requests';
import { proposedMessage } from './stored-form';

/** Characters of JSON in one append, far below what every server takes; a single event may exceed it. */
const MAX_APPEND = 256 * 1024;
const MAX_EVENTS = 500;

/**
 * Appends events as they are, one after the other: only so do they lie on the server in the order they had.
 *
 * @param revisionOf where a stream stands on the server, asked for when it is elsewhere than an event expects
 * @throws WrongExpectedVersion when a stream does not end right before what is to follow; what came earlier is restored
 */
export async function restoreEvents(
  connection: Connection,
  names: StreamNames,
  events: readonly StoredEvent[],
  revisionOf: (streamId: string) => Promise<number>,
): Promise<void> {
  for (const run of runsOf(events)) {
    const { streamId, revision } = run[0]!;
    const messages = run.map((event) => proposal(proposedMessage(event)));
    const written = await connection.append([appendHeader(names.onServer(streamId), revision - 1), ...messages]);
    if (!written)
      throw new WrongExpectedVersion(streamId, { revision: revision - 1, hash: '' }, await revisionOf(streamId));
  }
}

/** Neighbours of one stream, as many as one append takes. */
export function runsOf(events: readonly StoredEvent[]): StoredEvent[][] {
  const runs: StoredEvent[][] = [];
  let size = 0;
  for (const event of events) {
    const run = runs.at(-1);
    const added = sizeOf([event]);
    const fits = run && run[0]?.streamId === event.streamId && run.length < MAX_EVENTS && size + added <= MAX_APPEND;
    if (fits) run.push(event);
    else runs.push([event]);
    size = fits ? size + added : added;
  }
  return runs;
}
