import { StoreOverloaded } from '../errors';
import { sizeOf, type EncodedEvent } from '../encoded-event';
import type { StreamHead } from '../event-store';

/** One append on its way: all of its events or none. */
export interface PendingAppend {
  readonly streamId: string;
  readonly expected: StreamHead;
  readonly events: readonly EncodedEvent[];
}

/** How appends are batched, and how many may wait; beyond that they are turned away with `StoreOverloaded`. */
export interface GroupCommitOptions<Outcome> {
  /** Writes a batch in one transaction and answers one outcome per append. */
  readonly send: (batch: readonly PendingAppend[]) => Promise<readonly Outcome[]>;
  /** Whether a failed batch may hold a culprit, and certainly wrote nothing: its appends are then sent one by one. */
  readonly mayBeSplit: (error: unknown) => boolean;
  /** From so many waiting appends on a second batch is sent behind the first, so that both sides are busy. */
  readonly overlapFrom: number;
  readonly maxBatchEvents: number;
  /** Characters of JSON per batch; a single append may exceed it. */
  readonly maxBatchSize: number;
  readonly maxWaiting: number;
  /** Characters of JSON that may wait. */
  readonly maxWaitingSize: number;
}

interface Waiting<Outcome> {
  readonly append: PendingAppend;
  readonly size: number;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Collects the appends that arrive while a batch is on its way, and sends them as the next one: under load
 * one transaction, and one flush of the disk, pays for many appends.
 */
export class GroupCommit<Outcome> {
  private waiting: Waiting<Outcome>[] = [];
  private waitingSize = 0;
  private inFlight = 0;
  private scheduled = false;

  constructor(private readonly options: GroupCommitOptions<Outcome>) {}

  /**
   * Resolves with the append's own outcome, whatever happened to others of its batch.
   *
   * @throws StoreOverloaded when too much is waiting
   */
  submit(append: PendingAppend): Promise<Outcome> {
    const size = sizeOf(append.events);
    const { maxWaiting, maxWaitingSize } = this.options;
    const full =
      this.waiting.length >= maxWaiting || (this.waitingSize > 0 && this.waitingSize + size > maxWaitingSize);
    if (full) return Promise.reject(new StoreOverloaded(this.waiting.length));
    return new Promise((resolve, reject) => {
      this.waiting.push({ append, size, resolve, reject });
      this.waitingSize += size;
      this.schedule();
    });
  }

  /** Rejects everything that was not sent yet. */
  abandon(error: Error): void {
    for (const { reject } of this.waiting.splice(0)) reject(error);
    this.waitingSize = 0;
  }

  /** Not at once: writers woken by the same answer append in the same turn of the event loop. */
  private schedule(): void {
    if (this.scheduled || this.ready() === 0) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      const batch = this.nextBatch(this.ready());
      if (batch.length === 0) return;
      this.inFlight++;
      void this.deliver(batch).finally(() => {
        this.inFlight--;
        this.schedule();
      });
      this.schedule();
    });
  }

  /** How many appends may go now. A few wait for the batch before them: every batch costs a flush of the disk. */
  private ready(): number {
    const { overlapFrom } = this.options;
    const waiting = this.waiting.length;
    if (this.inFlight === 0) return waiting < 2 * overlapFrom ? waiting : Math.ceil(waiting / 2);
    return this.inFlight === 1 && waiting >= overlapFrom ? waiting : 0;
  }

  /**
   * At most one append per stream and per event id: within a batch the server compares every append with the
   * log as it was before.
   */
  private nextBatch(most: number): Waiting<Outcome>[] {
    const batch: Waiting<Outcome>[] = [];
    const later: Waiting<Outcome>[] = [];
    const taken = new Set<string>();
    let [events, size] = [0, 0];
    for (const one of this.waiting) {
      const { append } = one;
      const full =
        batch.length >= most || (batch.length > 0 && !this.fits(events + append.events.length, size + one.size));
      if (full || isTaken(append, taken)) {
        later.push(one);
      } else {
        batch.push(one);
        events += append.events.length;
        size += one.size;
      }
      taken.add(append.streamId);
      for (const { id } of append.events) taken.add(id);
    }
    this.waiting = later;
    this.waitingSize -= size;
    return batch;
  }

  private fits(events: number, size: number): boolean {
    return events <= this.options.maxBatchEvents && size <= this.options.maxBatchSize;
  }

  private async deliver(batch: readonly Waiting<Outcome>[]): Promise<void> {
    try {
      const outcomes = await this.options.send(batch.map(({ append }) => append));
      batch.forEach(({ resolve }, index) => resolve(outcomes[index] as Outcome));
    } catch (error) {
      if (batch.length > 1 && this.options.mayBeSplit(error)) for (const append of batch) await this.deliver([append]);
      else batch.forEach(({ reject }) => reject(error));
    }
  }
}

const isTaken = ({ streamId, events }: PendingAppend, taken: ReadonlySet<string>): boolean =>
  taken.has(streamId) || events.some(({ id }) => taken.has(id));
