import {
  MemoryEventStore,
  StoreUnavailable,
  type Appended,
  type NewEvent,
  type StreamHead,
} from '@opsledger/event-store';

/** What goes wrong with one append: the request is lost, or the answer to it. */
export type Fault = 'none' | 'request lost' | 'answer lost';

/** A log whose appends fail as told, in turn; reads and reliable appends afterwards. Counts what it is asked. */
export class UnreliableStore extends MemoryEventStore {
  faults: Fault[] = [];
  reads = 0;
  lookups = 0;

  override async append(streamId: string, expected: StreamHead, events: readonly NewEvent[]): Promise<Appended> {
    const fault = this.faults.shift() ?? 'none';
    if (fault === 'request lost') throw new StoreUnavailable('request lost');
    const appended = await super.append(streamId, expected, events);
    if (fault === 'answer lost') throw new StoreUnavailable('answer lost');
    return appended;
  }

  override readStream(...args: Parameters<MemoryEventStore['readStream']>): ReturnType<MemoryEventStore['readStream']> {
    this.reads += 1;
    return super.readStream(...args);
  }

  override findEvent(...args: Parameters<MemoryEventStore['findEvent']>): ReturnType<MemoryEventStore['findEvent']> {
    this.lookups += 1;
    return super.findEvent(...args);
  }
}
