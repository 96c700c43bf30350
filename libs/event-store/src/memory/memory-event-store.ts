import { randomUUID } from 'node:crypto';
import { recordingTime, systemClock, type Clock } from '../clock';
import type { CopyableLog } from '../copy/copyable-log';
import { encodeAppend, positionOf, type EncodedEvent, type StoredEvent } from '../encoded-event';
import { EventIdTaken, StoreUnavailable, WrongExpectedVersion } from '../errors';
import { START, type NewEvent, type Position, type RecordedEvent } from '../event';
import {
  LOOKED_AT_PER_EVENT,
  NO_STREAM,
  type Appended,
  type EventStore,
  type LogSlice,
  type StreamHead,
  type StreamSlice,
} from '../event-store';
import { chain } from '../hash-chain';
import { Listeners, type AppendedListener } from '../listeners';
import { ofTypes } from '../of-types';
import { copyOf, recordedEvent } from '../recorded-event';

/** The log in this process's memory: for tests, with the behaviour of the real one. */
export class MemoryEventStore implements EventStore, CopyableLog {
  readonly log: string = `memory ${randomUUID()}`;
  readonly soleWriter: boolean = true;

  private readonly all: RecordedEvent[] = [];
  private readonly streams = new Map<string, RecordedEvent[]>();
  private readonly byId = new Map<string, RecordedEvent>();
  private readonly listeners = new Listeners();
  private readonly now: () => string;
  private closed = false;

  /** @param idsUniqueWithin to behave like one store or the other */
  constructor(
    clock: Clock = systemClock,
    readonly idsUniqueWithin: EventStore['idsUniqueWithin'] = 'log',
  ) {
    this.now = recordingTime(clock);
  }

  async append(streamId: string, expected: StreamHead, events: readonly NewEvent[]): Promise<Appended> {
    const encoded = encodeAppend(streamId, expected, events);
    // Never in the caller's own turn, as with a server.
    await Promise.resolve();
    this.requireOpen();
    const repeated = this.repeated(streamId, encoded);
    if (repeated) return repeated;
    const head = this.headOf(streamId);
    if (head.revision !== expected.revision || head.hash !== expected.hash)
      throw new WrongExpectedVersion(streamId, expected, head.revision);
    const recorded = this.record(streamId, head, encoded);
    this.listeners.tell(recorded);
    return appendedOf(recorded, false);
  }

  async readStream(streamId: string, { after = 0 }: StreamSlice = {}): Promise<readonly RecordedEvent[]> {
    this.requireOpen();
    return (this.streams.get(streamId) ?? []).slice(after);
  }

  async readAll({ after, limit, types }: LogSlice): Promise<readonly RecordedEvent[]> {
    this.requireOpen();
    const start = Number(after);
    if (!types) return this.all.slice(start, start + limit);
    return ofTypes(this.all.slice(start, start + limit * LOOKED_AT_PER_EVENT), types).slice(0, limit);
  }

  async readStored(slice: LogSlice): Promise<readonly StoredEvent[]> {
    return (await this.readAll(slice)).map((event) => {
      const { category: _category, subject: _subject, ...stored } = copyOf(event);
      return { ...stored, data: JSON.stringify(event.data), metadata: JSON.stringify(event.metadata) };
    });
  }

  async restore(events: readonly StoredEvent[]): Promise<void> {
    this.requireOpen();
    for (const event of events) {
      const { revision } = this.headOf(event.streamId);
      if (revision !== event.revision - 1) throw new WrongExpectedVersion(event.streamId, NO_STREAM, revision);
      if (this.byId.has(this.keyOf(event.id, event.streamId))) throw new EventIdTaken(event.id);
      this.add([recordedEvent(event, { ...event, position: positionOf(this.all.length + 1) })]);
    }
  }

  async findEvent(id: string, streamId: string): Promise<RecordedEvent | undefined> {
    this.requireOpen();
    return this.byId.get(this.keyOf(id, streamId));
  }

  async head(): Promise<Position> {
    this.requireOpen();
    return this.all.at(-1)?.position ?? START;
  }

  settledHead(): Promise<Position> {
    return this.head();
  }

  onAppended(listener: AppendedListener): () => void {
    return this.listeners.add(listener);
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  private keyOf(id: string, streamId: string): string {
    return this.idsUniqueWithin === 'log' ? id : `${id} ${streamId}`;
  }

  private repeated(streamId: string, events: readonly EncodedEvent[]): Appended | undefined {
    const known = events.flatMap(({ id }) => this.byId.get(this.keyOf(id, streamId)) ?? []);
    if (known.length === 0) return undefined;
    if (known[0]?.id !== events[0]?.id) throw new EventIdTaken(known[0]?.id ?? '');
    return appendedOf(
      known.sort((one, other) => (one.position < other.position ? -1 : 1)),
      true,
    );
  }

  private headOf(streamId: string): StreamHead {
    const last = this.streams.get(streamId)?.at(-1);
    return last ? { revision: last.revision, hash: last.hash } : NO_STREAM;
  }

  private record(streamId: string, head: StreamHead, events: readonly EncodedEvent[]): RecordedEvent[] {
    const recordedAt = this.now();
    const hashes = chain(head, streamId, recordedAt, events);
    const recorded = events.map((event, index) =>
      recordedEvent(event, {
        streamId,
        revision: head.revision + index + 1,
        position: positionOf(this.all.length + index + 1),
        recordedAt,
        hash: hashes[index] ?? '',
      }),
    );
    this.add(recorded);
    return recorded;
  }

  /** @param recorded events of one stream */
  private add(recorded: readonly RecordedEvent[]): void {
    const streamId = recorded[0]?.streamId ?? '';
    this.all.push(...recorded);
    const stream = this.streams.get(streamId);
    if (stream) stream.push(...recorded);
    else this.streams.set(streamId, [...recorded]);
    recorded.forEach((event) => this.byId.set(this.keyOf(event.id, streamId), event));
  }

  private requireOpen(): void {
    if (this.closed) throw new StoreUnavailable('The event store is closed.');
  }
}

function appendedOf(events: readonly RecordedEvent[], repeated: boolean): Appended {
  const last = events[events.length - 1];
  if (!last) throw new Error('An append holds at least one event.');
  return { head: { revision: last.revision, hash: last.hash }, position: last.position, events, repeated };
}
