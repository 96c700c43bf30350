import { setImmediate as nextTurn } from 'node:timers/promises';
import { START, type EventStore, type Position } from '@opsledger/event-store';
import type { PolicyBook } from '../policy/policy-book';
import { Comparison, type GroupBy } from './comparison';
import { RecordHistories } from './record-histories';

export interface SimulationOptions {
  readonly store: Pick<EventStore, 'readAll'>;
  readonly before: PolicyBook;
  readonly after: PolicyBook;
  readonly by: GroupBy;
  /** Epoch milliseconds; clocks are judged as of then. */
  readonly now: number;
  readonly mostFlips: number;
  readonly onProgress?: (events: number) => void;
  readonly signal?: AbortSignal;
}

const PAGE = 5_000;
/** Records judged before others get their turn. */
const TURN = 200;

/** Judges all of history by two books, side by side, and writes nothing. */
export async function simulate(options: SimulationOptions): Promise<Comparison> {
  const { before, after, by, now, mostFlips } = options;
  const histories = await readHistories(options);
  const comparison = new Comparison(before, after, by, now, mostFlips);
  for (const record of histories.all()) {
    comparison.add(record);
    if (comparison.records % TURN !== 0) continue;
    await nextTurn();
    options.signal?.throwIfAborted();
  }
  return comparison;
}

async function readHistories({ store, onProgress, signal }: SimulationOptions): Promise<RecordHistories> {
  const histories = new RecordHistories();
  let position: Position = START;
  for (let read = 0; ;) {
    signal?.throwIfAborted();
    const events = await store.readAll({ after: position, limit: PAGE });
    for (const event of events) histories.add(event);
    const last = events.at(-1);
    if (!last) return histories;
    position = last.position;
    onProgress?.((read += events.length));
  }
}
