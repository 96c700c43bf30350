import { setTimeout as pause } from 'node:timers/promises';
import { send } from '../load/open-loop';
import { TOKEN, type Peer } from '../peers/processes';
import type { Row } from '../report';

const authorization = `Bearer ${TOKEN}`;

interface Status {
  readonly name: string;
  readonly position: string;
  readonly rebuild?: { readonly state: string };
}

const status = async (suite: Peer, name: string): Promise<Status> =>
  JSON.parse((await send(`${suite.url}/v1/projections/${name}`, 'GET', { authorization })).body) as Status;

/** Rebuilds one projection from the first event, beside the live one, and counts events per second. */
export async function benchRebuild(suite: Peer, names: readonly string[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const name of names) {
    const events = Number((await status(suite, name)).position);
    const began = performance.now();
    const started = await send(`${suite.url}/v1/projections/${name}/rebuild`, 'POST', { authorization }, '{}');
    if (started.status !== 202) throw new Error(`rebuild ${name} answered ${started.status}: ${started.body}`);
    for (;;) {
      const { rebuild } = await status(suite, name);
      if (rebuild?.state === 'failed') throw new Error(`rebuild of ${name} failed`);
      if (!rebuild || rebuild.state === 'done') break;
      await pause(50);
    }
    const perSecond = events / ((performance.now() - began) / 1000);
    rows.push({
      section: 'Rebuild',
      what: `${name}, ${events.toLocaleString('en')} events`,
      figure: perSecond,
      unit: 'events/s',
      goal: { atLeast: 30_000 },
    });
  }
  return rows;
}
