import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { ResultOf, SimulateSlas, GetSimulationProgress } from '@opsledger/contracts';
import type { Api } from '../client/api';
import { progressOf, type Progress, type Terminal } from '../terminal/progress';

export type Simulated = ResultOf<typeof SimulateSlas>;
export type Tally = Simulated['groups'][number]['before'];

const POLL_MS = 1_000;

/** Has a proposal tried on all of history; shows how far it is while it takes more than a moment. */
export async function simulate(api: Api, terminal: Terminal, proposal: object): Promise<Simulated> {
  const run = randomUUID();
  const ended = new AbortController();
  const watching = watch(api, terminal, run, ended.signal);
  try {
    return await api.post<Simulated>('/v1/sla/simulations', { ...proposal, run });
  } finally {
    ended.abort();
    await watching;
  }
}

/** What cannot be asked, or is asked of another replica, is not shown: the answer is what counts. */
async function watch(api: Api, terminal: Terminal, run: string, ended: AbortSignal): Promise<void> {
  let progress: Progress | undefined;
  try {
    for (;;) {
      await wait(POLL_MS, undefined, { signal: ended });
      const { incidents, incidentsJudged } = await api.get<ResultOf<typeof GetSimulationProgress>>(
        `/v1/sla/simulations/${run}`,
      );
      if (incidents === null) continue;
      progress ??= progressOf(terminal, 'Judging incidents', incidents);
      progress.reach(incidentsJudged);
    }
  } catch {
    // Over, or not to be asked.
  } finally {
    progress?.done();
  }
}
