import type { Api } from '../client/api';
import { overview } from './readers';

/** Also an event that only waits behind one: it has no error. */
interface ParkedEvent {
  readonly reader: string;
  readonly key: string;
  readonly position: string;
  readonly eventType: string;
  readonly error: string | null;
  readonly attempts: number;
  readonly parkedAt: string;
}

export const deadLetters = async (api: Api, reader?: string): Promise<readonly ParkedEvent[]> =>
  (await api.get<{ items: readonly ParkedEvent[] }>('/v1/parked-events', { reader })).items;

interface ReadersWithDeadLetters {
  readonly readers: readonly string[];
  /** Services that did not tell of theirs, and readers that did not say how many. */
  readonly unknown: readonly string[];
}

/** Every reader with dead letters, however many there are: the list of them shows the oldest alone. */
export async function readersWithDeadLetters(api: Api): Promise<ReadersWithDeadLetters> {
  const { items, unanswered } = await overview(api);
  const silent = items.filter(
    ({ kind, state, parked }) => kind !== 'publisher' && state !== 'building' && parked === undefined,
  );
  return {
    readers: items.filter(({ parked = 0 }) => parked > 0).map(({ name }) => name),
    unknown: [...unanswered, ...silent.map(({ name }) => name)],
  };
}

/** Applies the dead letters of a projection or process, and what waits behind them, in order. */
export const retryDeadLetters = (api: Api, reader: string): Promise<{ applied: number; stillParked: number }> =>
  api.post('/v1/parked-events/retry', { reader });
