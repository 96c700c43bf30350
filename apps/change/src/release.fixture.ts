import { changeContracts } from '@opsledger/contracts';
import { person, runningServices, type RunningServices } from '@opsledger/service-testing';
import { changeService } from './change.service';

const MAX = person('p-max', 'Max Manager', 'change-manager');

export interface RunningReleases extends Pick<RunningServices, 'clock' | 'stop'> {
  command(type: string, id: string | undefined, data?: object): ReturnType<RunningServices['command']>;
  /** Sees everything this fixture's commands did. */
  query<Answer = any>(type: string, params?: object): Promise<Answer>;
}

/** Releases and deployments, in the hands of a change manager. */
export async function runningReleases(): Promise<RunningReleases> {
  const running = await runningServices([{ definition: changeService, contracts: changeContracts }]);
  return {
    ...running,
    command: (type, id, data) => running.command(type, id, data, MAX),
    query: (type, params) => running.query(type, params, MAX),
  };
}
