import { setImmediate as nextTurn } from 'node:timers/promises';
import { incidentEvents } from '@opsledger/contracts';
import { START, type EventStore, type Position } from '@opsledger/event-store';
import type { PolicyBook } from '../policy/policy-book';
import { Comparison, type Question } from './comparison';
import { RecordHistories } from './record-histories';

interface SimulationOptions extends Question {
  readonly store: Pick<EventStore, 'readAll'>;
  readonly before: PolicyBook;
  readonly after: PolicyBook;
  readonly onProgress?: (progress: SimulationProgress) => void;
  readonly signal?: AbortSignal;
}

export interface SimulationProgress {
  readonly eventsRead: number;
  /** Known when all of history is read. */
  readonly incidents: number | null;
  readonly incidentsJudged: number;
}

const PAGE = 5_000;
const TYPES = incidentEvents.map(({ name }) => name);
/** Records judged before others get their turn. */
const TURN = 200;

/** Judges all of history by two books, side by side, and writes nothing. */
export async function simulate(options: SimulationOptions): Promise<Comparison> {
  const { before, after, onProgress, signal } = options;
  const { histories, eventsRead } = await readHistories(options);
  const comparison = new Comparison(before, after, options);
  for (const record of histories.all()) {
    comparison.add(record);
    if (comparison.records % TURN !== 0) continue;
    onProgress?.({ eventsRead, incidents: histories.size, incidentsJudged: comparison.records });
    await nextTurn();
    signal?.throwIfAborted();
  }
  return comparison;
}

async function readHistories({ store, onProgress, signal }: SimulationOptions) {
  const histories = new RecordHistories();
  let position: Position = START;
  for (let eventsRead = 0; ;) {
    signal?.throwIfAborted();
    const events = await store.readAll({ after: position, limit: PAGE, types: TYPES });
    for (const event of events) histories.add(event);
    const last = events.at(-1);
    if (!last) return { histories, eventsRead };
    position = last.position;
    eventsRead += events.length;
    onProgress?.({ eventsRead, incidents: null, incidentsJudged: 0 });
  }
}
