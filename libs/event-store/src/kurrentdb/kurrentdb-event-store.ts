import { recordingTime, systemClock, type Clock } from '../clock';
import type { CopyableLog } from '../copy/copyable-log';
import { encodeAppend, type EncodedEvent, type StoredEvent } from '../encoded-event';
import { EventIdTaken, StoreUnavailable, WrongExpectedVersion } from '../errors';
import { START, type NewEvent, type Position, type RecordedEvent } from '../event';
import type { Appended, EventStore, LogSlice, StreamHead, StreamSlice } from '../event-store';
import { chain } from '../hash-chain';
import { Listeners, type AppendedListener } from '../listeners';
import { AppendQueue } from './append-queue';
import { clientFor, hostsOf } from './connection-string';
import { Connection } from './connection';
import { StreamNames } from './names';
import { findOrigin, type Origin } from './origin';
import { commitOf, positionOfCommit } from './positions';
import { appendHeader, proposal, readAllRequest, readStreamRequest, subscribeRequest } from './requests';
import { StreamHistories, type StreamHistory } from './stream-histories';
import { UnusableLog } from './store-errors';
import { restoreEvents } from './restore';
import { proposedMessage, storedEvent, type Proposed } from './stored-form';
import { WakeUps } from './wake-ups';
import { ofTypes } from '../of-types';
import { recordedEvent } from '../recorded-event';

/** Which server, whose streams there, and for how long it is waited for; times in milliseconds. */
export interface KurrentDbEventStoreOptions {
  /** `kurrentdb://…` or `esdb://…`. */
  readonly url: string;
  /** What the names of our streams begin with on the server; `opsledger.` by default. */
  readonly prefix?: string;
  readonly clock?: Clock;
  /** How long one call to the server may take. */
  readonly deadlineMs?: number;
  /** Appends that may wait before `StoreOverloaded` is thrown. */
  readonly maxWaiting?: number;
}

const BACKOFF = { firstMs: 100, maxMs: 5_000 };
const PAGE = 500;
/** Servers take a hundred calls at once on one connection; reads and the subscription are among them. */
const APPENDS_AT_ONCE = 64;

/** The log on a KurrentDB or EventStoreDB server: one stream per record, and `$all` filtered by the prefix of ours. */
export class KurrentDbEventStore implements EventStore, CopyableLog {
  readonly idsUniqueWithin = 'stream';
  readonly soleWriter = false;

  private readonly listeners = new Listeners();
  private readonly names: StreamNames;
  private readonly connection: Connection;
  private readonly queue: AppendQueue;
  private readonly wakeUps: WakeUps;
  private readonly now: () => string;
  private readonly histories = new StreamHistories((streamId, after) => this.readPages(streamId, after));
  private begun: Origin = { log: '', position: START };

  /**
   * Finds or makes the beginning of the log, then answers the store.
   *
   * @throws StoreUnavailable when the server does not answer within the deadline
   */
  static async open(options: KurrentDbEventStoreOptions): Promise<KurrentDbEventStore> {
    const store = new KurrentDbEventStore(options);
    try {
      store.begun = await findOrigin(store.connection, store.names);
      return store;
    } catch (error) {
      await store.close();
      if (!(error instanceof StoreUnavailable)) throw error;
      throw new StoreUnavailable(`KurrentDB at ${hostsOf(options.url)}: ${error.message}`, { cause: error });
    }
  }

  private constructor({ url, prefix, clock, deadlineMs = 10_000, maxWaiting = 10_000 }: KurrentDbEventStoreOptions) {
    this.names = new StreamNames(prefix);
    this.now = recordingTime(clock ?? systemClock);
    this.connection = new Connection(clientFor(url), deadlineMs);
    this.queue = new AppendQueue(APPENDS_AT_ONCE, maxWaiting);
    const request = subscribeRequest(this.names.prefix);
    this.wakeUps = new WakeUps(this.connection, request, BACKOFF, () => this.listeners.tell([]));
  }

  get log(): string {
    return this.begun.log;
  }

  async append(streamId: string, expected: StreamHead, events: readonly NewEvent[]): Promise<Appended> {
    const encoded = encodeAppend(streamId, expected, events);
    const appended = await this.queue.run(streamId, () => this.appendInTurn(streamId, expected, encoded));
    if (!appended.repeated) this.listeners.tell(appended.events);
    return appended;
  }

  async readStream(streamId: string, { after = 0 }: StreamSlice = {}): Promise<readonly RecordedEvent[]> {
    const events = await this.readPages(streamId, after);
    this.histories.learn(streamId, after, events);
    return events;
  }

  /** The server filters by stream or by type, not by both: types are chosen here. */
  async readAll(slice: LogSlice): Promise<readonly RecordedEvent[]> {
    const events = (await this.readStored(slice)).map(asRecorded);
    return slice.types ? ofTypes(events, slice.types) : events;
  }

  async readStored({ after, limit }: LogSlice): Promise<readonly StoredEvent[]> {
    const origin = this.begun.position;
    const from = after > origin ? after : origin;
    // Reads begin with the event at the position itself, which is known already.
    const recorded = await this.connection.read(readAllRequest(this.names.prefix, commitOf(from), limit + 1));
    const events = recorded
      .flatMap((event) => {
        const streamId = this.names.streamId(nameOf(event));
        return streamId === undefined ? [] : [storedEvent(streamId, event)];
      })
      .filter(({ position }) => position > after);
    requireOrder(events);
    return events.slice(0, limit);
  }

  async restore(events: readonly StoredEvent[]): Promise<void> {
    for (const { streamId } of events) this.histories.forget(streamId);
    const revisionOf = async (streamId: string) => (await this.histories.current(streamId)).head.revision;
    await restoreEvents(this.connection, this.names, events, revisionOf);
  }

  async findEvent(id: string, streamId: string): Promise<RecordedEvent | undefined> {
    const { revisions } = await this.histories.current(streamId);
    const revision = revisions.get(id);
    return revision === undefined ? undefined : (await this.readSome(streamId, revision - 1, 1))[0];
  }

  async head(): Promise<Position> {
    const [last] = await this.connection.read(readAllRequest(this.names.prefix, 'end', 1));
    if (!last || this.names.streamId(nameOf(last)) === undefined) return START;
    return positionOfCommit(last.getCommitPosition());
  }

  /** Appends wait for no turn there: one that is not recorded yet is still on its way to the server. */
  settledHead(): Promise<Position> {
    return this.head();
  }

  onAppended(listener: AppendedListener): () => void {
    this.wakeUps.start();
    return this.listeners.add(listener);
  }

  async close(): Promise<void> {
    this.wakeUps.close();
    await this.queue.close();
    await this.connection.close();
  }

  /** Twice at most: what was known of the stream may be of yesterday. */
  private async appendInTurn(
    streamId: string,
    expected: StreamHead,
    events: readonly EncodedEvent[],
  ): Promise<Appended> {
    let history = await this.histories.reaching(streamId, expected.revision);
    for (let attempt = 1; ; attempt++) {
      const repeated = await this.repeated(streamId, history, events);
      if (repeated) return repeated;
      const { head } = history;
      if (head.revision === expected.revision && head.hash === expected.hash) {
        const recorded = await this.write(streamId, expected, events);
        if (recorded) return appendedOf(recorded, false);
      }
      if (attempt === 2) throw new WrongExpectedVersion(streamId, expected, head.revision);
      history = await this.histories.current(streamId);
    }
  }

  private async repeated(
    streamId: string,
    { revisions }: StreamHistory,
    events: readonly EncodedEvent[],
  ): Promise<Appended | undefined> {
    const known = events.filter(({ id }) => revisions.has(id));
    const [first] = known;
    if (!first) return undefined;
    if (first.id !== events[0]?.id) throw new EventIdTaken(first.id);
    const revision = (id: string): number => revisions.get(id) ?? 0;
    const [from, to] = [revision(first.id), Math.max(...known.map(({ id }) => revision(id)))];
    const ids = new Set(known.map(({ id }) => id));
    const recorded = await this.readSome(streamId, from - 1, to - from + 1);
    return appendedOf(
      recorded.filter(({ id }) => ids.has(id)),
      true,
    );
  }

  /** @returns `undefined` when the stream is at another revision */
  private async write(
    streamId: string,
    expected: StreamHead,
    events: readonly EncodedEvent[],
  ): Promise<readonly RecordedEvent[] | undefined> {
    const recordedAt = this.now();
    const hashes = chain(expected, streamId, recordedAt, events);
    const proposed = events.map((event, index) => ({ ...event, recordedAt, hash: hashes[index] ?? '' }));
    return this.writeAsIs(streamId, expected.revision, proposed);
  }

  private async writeAsIs(
    streamId: string,
    revision: number,
    events: readonly Proposed[],
  ): Promise<readonly RecordedEvent[] | undefined> {
    const messages = events.map((event) => proposal(proposedMessage(event)));
    try {
      const name = this.names.onServer(streamId);
      const written = await this.connection.append([appendHeader(name, revision), ...messages]);
      if (!written) return undefined;
      const recorded = await this.placed(streamId, revision, events, written.commit);
      this.histories.learn(streamId, revision, recorded);
      return recorded;
    } catch (error) {
      this.histories.forget(streamId);
      throw error;
    }
  }

  /** The server says where the last event lies; for the others it must be asked. */
  private async placed(
    streamId: string,
    revision: number,
    events: readonly Proposed[],
    commit: string | undefined,
  ): Promise<readonly RecordedEvent[]> {
    const [event] = events;
    if (event && events.length === 1 && commit !== undefined && commit !== '0') {
      const placement = { ...event, streamId, revision: revision + 1, position: positionOfCommit(commit) };
      return [recordedEvent(event, placement)];
    }
    return this.readSome(streamId, revision, events.length);
  }

  private async readPages(streamId: string, after: number): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for (;;) {
      const page = await this.readSome(streamId, after + events.length, PAGE);
      events.push(...page);
      if (page.length < PAGE) return events;
    }
  }

  /** @throws UnusableLog when events before those are gone: a stream of a log is never truncated */
  private async readSome(streamId: string, after: number, count: number): Promise<readonly RecordedEvent[]> {
    const recorded = await this.connection.read(readStreamRequest(this.names.onServer(streamId), after, count));
    return recorded.map((event, index) => {
      const stored = storedEvent(streamId, event);
      if (stored.revision !== after + index + 1)
        throw new UnusableLog(`${streamId} lacks revision ${after + index + 1} on the KurrentDB server: restore it.`);
      return asRecorded(stored);
    });
  }
}

type Recorded = Awaited<ReturnType<Connection['read']>>[number];

const nameOf = (event: Recorded): string =>
  Buffer.from(event.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString();

const asRecorded = (stored: StoredEvent): RecordedEvent => recordedEvent(stored, stored);

function requireOrder(events: readonly StoredEvent[]): void {
  for (let index = 1; index < events.length; index++)
    if (events[index]!.position <= events[index - 1]!.position)
      throw new UnusableLog('The KurrentDB server gave two events the same place in its log.');
}

function appendedOf(events: readonly RecordedEvent[], repeated: boolean): Appended {
  const last = events.at(-1);
  if (!last) throw new UnusableLog('An append is known, but its events are gone from the KurrentDB server.');
  return { head: { revision: last.revision, hash: last.hash }, position: last.position, events, repeated };
}
