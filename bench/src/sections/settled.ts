import { setTimeout as wait } from 'node:timers/promises';
import { send } from '../load/open-loop';
import { TOKEN, type Peer } from '../peers/processes';
import type { Row } from '../report';

const POLL_MS = 500;
const LONGEST_S = 900;

interface Reader {
  readonly name: string;
  readonly position: string;
  readonly planned?: number;
}

/** Waits until the work that yields to commands is done, and says how fast that was. */
export async function benchBacklog(suite: Peer): Promise<Row[]> {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1_000;
  let left = await behind(suite);
  const backlog = left.clocks;
  while (left.clocks + left.readers > 0 && seconds() < LONGEST_S) {
    await wait(POLL_MS);
    left = await behind(suite);
  }
  const what = `clocks of ${backlog.toLocaleString('en')} incidents looked at after a burst of creates`;
  const section = 'Service levels: what yields to commands';
  return [{ section, what, figure: backlog / seconds(), unit: 'incidents/s' }];
}

/** Clocks to be looked at, and readers that have not seen all that the others have. */
async function behind(suite: Peer): Promise<{ clocks: number; readers: number }> {
  const { body } = await send(`${suite.url}/v1/projections`, 'GET', { authorization: `Bearer ${TOKEN}` });
  const { items } = JSON.parse(body) as { items: Reader[] };
  const clocks = items.find(({ name }) => name === 'look-at-clocks')?.planned ?? 0;
  const furthest = items
    .map(({ position }) => position)
    .sort()
    .at(-1);
  return { clocks, readers: items.filter(({ position }) => position !== furthest).length };
}
