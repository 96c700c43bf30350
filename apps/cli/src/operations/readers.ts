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

interface Overview {
  readonly items: readonly ProjectionStatus[];
  /** Services that did not tell of theirs. */
  readonly unanswered: readonly string[];
}

export async function overview(api: Api): Promise<Overview> {
  const { items, unanswered = [] } = await api.get<Partial<Overview> & Pick<Overview, 'items'>>('/v1/projections');
  return { items, unanswered };
}

/** @throws CliError that names the services without which the work is not whole */
export function requireAnswers(unanswered: readonly string[], lacking: string): void {
  if (unanswered.length === 0) return;
  throw new CliError(`${unanswered.join(', ')} did not ${lacking}: try again in a moment.`);
}

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
  (await overview(api)).items
    .map(({ position }) => position)
    .sort()
    .at(-1);
