import { setTimeout as wait } from 'node:timers/promises';
import { closedLoop, type Load, type Measured } from '../load/closed-loop';
import { send } from '../load/open-loop';
import { TOKEN, type Peer } from '../peers/processes';
import type { Row } from '../report';

const CONNECTIONS = 8;
const FILLING = 32;
const SETTLING_MS = 900_000;
const headers = { authorization: `Bearer ${TOKEN}` };

export async function post(suite: Peer, path: string, data: object): Promise<{ readonly id: string }> {
  const { status, body } = await send(suite.url + path, 'POST', headers, JSON.stringify(data));
  if (status >= 300) throw new Error(`POST ${path}: ${status} ${body.slice(0, 300)}`);
  return JSON.parse(body) as { id: string };
}

/** Does something as often as is said, by several at a time. */
export async function repeated<Result>(times: number, work: (serial: number) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  let begun = 0;
  const worker = async (): Promise<void> => {
    while (begun < times) results.push(await work(begun++));
  };
  await Promise.all(Array.from({ length: FILLING }, worker));
  return results;
}

const QUIET_LOOKS = 5;

/** Waits until every view and process has seen all that was recorded, and for some seconds nothing more was done about it. */
export async function settled(suite: Peer): Promise<void> {
  let last = '';
  const deadline = performance.now() + SETTLING_MS;
  for (let quiet = 0; quiet < QUIET_LOOKS; await wait(1_000)) {
    if (performance.now() > deadline) throw new Error(`readers had not caught up within ${SETTLING_MS / 60_000} min`);
    const { body } = await send(`${suite.url}/v1/projections`, 'GET', headers);
    const { items } = JSON.parse(body) as { items: { position: string; planned?: number }[] };
    const seen = items.map(({ position, planned = 0 }) => `${position} ${planned}`).join(', ');
    const isEven = new Set(items.map(({ position }) => position)).size === 1;
    quiet = isEven && seen === last ? quiet + 1 : 0;
    last = seen;
  }
}

export async function measure(
  suite: Peer,
  load: Pick<Load, 'paths' | 'method' | 'body' | 'seconds'>,
): Promise<Measured> {
  const measured = await closedLoop({ url: suite.url, connections: CONNECTIONS, headers, ...load });
  if (measured.failed > 0)
    throw new Error(`${load.paths[0]}: ${measured.failed} of ${measured.requests} were not answered with 2xx`);
  return measured;
}

/** Half of them answered by p50, nearly all by p95. */
export const latencies = (section: string, what: string, { p50, p95, perSecond }: Measured, atMost?: number): Row[] => [
  { section, what: `${what}: p50`, figure: p50, unit: 'ms' },
  { section, what: `${what}: p95`, figure: p95, unit: 'ms', ...(atMost !== undefined && { goal: { atMost } }) },
  { section, what: `${what}: answers`, figure: perSecond, unit: '/s' },
];
