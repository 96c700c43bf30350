import type { Api } from '../client/api';
import { CliError, EXIT, Interrupted, Refused } from '../client/errors';
import { progressOf, type Terminal } from '../terminal/progress';

/** A projection, process or publisher as the server reports it. */
export interface ProjectionStatus {
  readonly name: string;
  readonly kind?: 'projection' | 'process' | 'publisher';
  readonly service?: string;
  readonly version?: number;
  readonly state: string;
  readonly position: string;
  readonly lagMs?: number;
  readonly parked?: number;
  readonly error?: string;
  readonly rebuild?: {
    readonly state: 'running' | 'done' | 'failed';
    readonly progress?: { readonly position: string; readonly head: string };
    readonly reason?: string;
  };
}

export interface ParkedEvent {
  readonly reader: string;
  readonly key: string;
  readonly position: string;
  readonly eventType: string;
  readonly error: string | null;
  readonly attempts: number;
  readonly parkedAt: string;
}

export const projections = async (api: Api): Promise<readonly ProjectionStatus[]> =>
  (await api.get<{ items: readonly ProjectionStatus[] }>('/v1/projections')).items;

export const parkedEvents = async (api: Api, reader?: string): Promise<readonly ParkedEvent[]> =>
  (await api.get<{ items: readonly ParkedEvent[] }>('/v1/parked-events', { reader })).items;

/** @throws CliError that names those that there are, when there is none of the name; wrong usage */
export const requireReader = async (api: Api, name: string): Promise<void> =>
  void (await api.get(pathTo(name)).catch(unknownIsUsage));

const pathTo = (reader: string): string => `/v1/projections/${encodeURIComponent(reader)}`;

const NOT_FOUND = 404;

function unknownIsUsage(error: unknown): never {
  throw error instanceof Refused && error.status === NOT_FOUND ? new CliError(error.detail, EXIT.usage) : error;
}

export interface ReadersWithParked {
  readonly readers: readonly string[];
  /** Services that did not tell of theirs, and readers that did not say how many. */
  readonly unknown: readonly string[];
}

/** Every reader with parked events, however many there are: the list of events shows the oldest alone. */
export async function readersWithParked(api: Api): Promise<ReadersWithParked> {
  const { items, unanswered = [] } = await api.get<{
    items: readonly ProjectionStatus[];
    unanswered?: readonly string[];
  }>('/v1/projections');
  const silent = items.filter(
    ({ kind, state, parked }) => kind !== 'publisher' && state !== 'building' && parked === undefined,
  );
  return {
    readers: items.filter(({ parked = 0 }) => parked > 0).map(({ name }) => name),
    unknown: [...unanswered, ...silent.map(({ name }) => name)],
  };
}

/** Applies the parked events of a projection or process in order. */
export const retryParked = (api: Api, reader: string): Promise<{ applied: number; stillParked: number }> =>
  api.post('/v1/parked-events/retry', { reader });

/** Position of the last event that any reader has seen, near enough to "now" for watching. */
export const latestPosition = async (api: Api): Promise<string | undefined> =>
  (await projections(api))
    .map(({ position }) => position)
    .sort()
    .at(-1);

export interface Waiting {
  readonly api: Api;
  readonly terminal: Terminal;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

const POLL = 300;

/**
 * Has a projection built anew from the log and waits until readers see it. A rebuild that runs already is waited for.
 *
 * @throws Interrupted that says whether the server goes on with it
 */
export async function rebuild(name: string, { api, terminal, sleep }: Waiting): Promise<void> {
  let underWay = `${name} is not begun.`;
  try {
    await beginRebuild(name, api);
    underWay = `the server goes on rebuilding ${name}.`;
    await rebuilt(name, { api, terminal, sleep });
  } catch (error) {
    throw error instanceof Interrupted ? new Interrupted(underWay) : error;
  }
}

const beginRebuild = (name: string, api: Api): Promise<unknown> =>
  api.post(`${pathTo(name)}/rebuild`).catch((error: unknown) => {
    if (!(error instanceof Refused && error.code === 'being-rebuilt')) unknownIsUsage(error);
  });

async function rebuilt(name: string, { api, terminal, sleep }: Waiting): Promise<void> {
  const progress = progressOf(terminal, `Rebuilding ${name}`, 100);
  try {
    for (;;) {
      const { rebuild: state } = await api.get<ProjectionStatus>(pathTo(name));
      if (state?.state === 'failed')
        throw new CliError(`${name} was not rebuilt: ${state.reason ?? 'see the server’s log'}`);
      if (state?.state !== 'running') break;
      progress.reach(percentOf(state.progress));
      await sleep(POLL);
    }
    progress.reach(100);
  } finally {
    progress.done();
  }
}

const percentOf = (progress: { position: string; head: string } | undefined): number =>
  progress && Number(progress.head) > 0 ? Math.floor((Number(progress.position) / Number(progress.head)) * 99) : 0;
