import type { Api } from '../client/api';
import { CliError, Interrupted, Refused } from '../client/errors';
import { progressOf, type Terminal } from '../terminal/progress';
import { pathToReader, unknownIsUsage, type ProjectionStatus } from './readers';

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
  api.post(`${pathToReader(name)}/rebuild`).catch((error: unknown) => {
    if (!(error instanceof Refused && error.code === 'being-rebuilt')) unknownIsUsage(error);
  });

async function rebuilt(name: string, { api, terminal, sleep }: Waiting): Promise<void> {
  const progress = progressOf(terminal, `Rebuilding ${name}`, 100);
  try {
    for (;;) {
      const { rebuild: state } = await api.get<ProjectionStatus>(pathToReader(name));
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
