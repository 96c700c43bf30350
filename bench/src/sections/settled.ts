import { setTimeout as wait } from 'node:timers/promises';
import { send } from '../load/open-loop';
import { TOKEN, type Peer } from '../peers/processes';
import type { Row } from '../report';

const POLL_MS = 500;
const LONGEST_S = 900;

interface Reader {
  readonly name: string;
  readonly planned?: number;
}

/** Waits until the work that yields to commands is done, and says how fast that was. */
export async function benchBacklog(suite: Peer): Promise<Row[]> {
  const began = performance.now();
  const backlog = await clocksToLookAt(suite);
  const seconds = () => (performance.now() - began) / 1_000;
  while ((await clocksToLookAt(suite)) > 0 && seconds() < LONGEST_S) await wait(POLL_MS);
  const what = `clocks of ${backlog.toLocaleString('en')} incidents looked at after a burst of creates`;
  const section = 'Service levels: what yields to commands';
  return [{ section, what, figure: backlog / seconds(), unit: 'incidents/s' }];
}

async function clocksToLookAt(suite: Peer): Promise<number> {
  const { body } = await send(`${suite.url}/v1/projections`, 'GET', { authorization: `Bearer ${TOKEN}` });
  const { items } = JSON.parse(body) as { items: Reader[] };
  return items.find(({ name }) => name === 'look-at-clocks')?.planned ?? 0;
}
