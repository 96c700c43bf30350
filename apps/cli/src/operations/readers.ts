import type { Api } from '../client/api';
import { CliError, EXIT, Refused } from '../client/errors';

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

export const projections = async (api: Api): Promise<readonly ProjectionStatus[]> =>
  (await api.get<{ items: readonly ProjectionStatus[] }>('/v1/projections')).items;

/** @throws CliError that names those that there are, when there is none of the name; wrong usage */
export const requireReader = async (api: Api, name: string): Promise<void> =>
  void (await api.get(pathToReader(name)).catch(unknownIsUsage));

export const pathToReader = (reader: string): string => `/v1/projections/${encodeURIComponent(reader)}`;

const NOT_FOUND = 404;

/** @throws CliError, wrong usage, in place of the refusal of a reader that is none */
export function unknownIsUsage(error: unknown): never {
  throw error instanceof Refused && error.status === NOT_FOUND ? new CliError(error.detail, EXIT.usage) : error;
}

/** Position of the last event that any reader has seen, near enough to "now" for watching. */
export const latestPosition = async (api: Api): Promise<string | undefined> =>
  (await projections(api))
    .map(({ position }) => position)
    .sort()
    .at(-1);
