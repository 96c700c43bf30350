import { directoryContracts } from '@opsledger/contracts';
import { ROOT, runningServices, type RunningServices, type Somebody } from '@opsledger/service-testing';
import type { Actor } from '@opsledger/event-store';
import { directoryService } from './directory.service';

export const ADMIN: Actor = { id: '00000000-0000-4000-8000-0000000000ad', name: 'Admin', kind: 'person' };
const BY_ADMIN: Somebody = { ...ROOT, actor: ADMIN };

export interface RunningDirectory extends Omit<RunningServices, 'command' | 'query'> {
  command(type: string, id: string | undefined, data?: object): ReturnType<RunningServices['command']>;
  /** Sees everything this fixture's commands did, unless told to ask without a position. */
  query<Answer = any>(type: string, params?: object, position?: 'latest' | 'none'): Promise<Answer>;
}

/** The directory, asked and ordered by its administrator. */
export async function aRunningDirectory(): Promise<RunningDirectory> {
  const running = await runningServices([{ definition: directoryService, contracts: directoryContracts }]);
  return {
    ...running,
    command: (type, id, data) => running.command(type, id, data, BY_ADMIN),
    query: (type, params, position) => running.query(type, params, BY_ADMIN, position),
  };
}
