import { setTimeout as wait } from 'node:timers/promises';
import { openLoop, send } from '../load/open-loop';
import type { OnKafka } from '../peers/distributed';
import { TOKEN, type Peer } from '../peers/processes';
import { quantilesOf } from '../quantiles';
import type { Row } from '../report';
import { listen } from './kafka-listener';

/** What a small machine carries with a dozen processes, and what the suite in one process is measured at. */
const RATES = [100, 500];
const PATIENCE_MS = 60_000;
const POLL_MS = 50;

interface Sent {
  readonly at: number;
  readonly answeredAt: number;
}

/** At a steady rate of creates: how long after a command is sent another system has its event from Kafka. */
export async function benchLatency(suite: Peer, on: OnKafka, seconds: number): Promise<Row[]> {
  const listener = await listen(on, 'IncidentLogged');
  try {
    await untilHeard(suite, listener.heard);
    const rows: Row[] = [];
    for (const perSecond of RATES) rows.push(...(await atRate(suite, listener.heard, perSecond, seconds)));
    return rows;
  } finally {
    await listener.stop();
  }
}

async function atRate(
  suite: Peer,
  heard: ReadonlyMap<string, number>,
  perSecond: number,
  seconds: number,
): Promise<Row[]> {
  const sent = new Map<string, Sent>();
  let refused = 0;
  await openLoop(perSecond, seconds, async (serial) => {
    const at = performance.now();
    const id = await create(suite, serial);
    if (id === undefined) refused++;
    else sent.set(id, { at, answeredAt: performance.now() });
  });
  await until(() => [...sent.keys()].every((id) => heard.has(id)), 'not every event came by Kafka');
  const answers = quantilesOf([...sent.values()].map(({ at, answeredAt }) => answeredAt - at));
  // An event may be there before the answer is.
  const events = quantilesOf([...sent].map(([id, { at }]) => heard.get(id)! - at));
  const section = `Distributed: from command to a Kafka consumer, ${perSecond} creates/s`;
  return [
    { section, what: 'event at the consumer, p50', figure: events(0.5), unit: 'ms' },
    { section, what: 'event at the consumer, p99', figure: events(0.99), unit: 'ms' },
    { section, what: 'answer to the command, p50', figure: answers(0.5), unit: 'ms' },
    { section, what: 'answer to the command, p99', figure: answers(0.99), unit: 'ms' },
    ...(refused > 0 ? [{ section, what: 'not answered with 201', figure: refused, unit: 'requests' }] : []),
  ];
}

/** A first event that came proves that the consumer stands at the end of the topic. */
async function untilHeard(suite: Peer, heard: ReadonlyMap<string, number>): Promise<void> {
  const probe = await create(suite, 0);
  if (probe === undefined) throw new Error('the probe was not created');
  await until(() => heard.has(probe), 'the consumer did not hear of the probe');
}

/** The id of the incident, or `undefined` when it was not created. */
async function create(suite: Peer, serial: number): Promise<string | undefined> {
  const { status, body } = await send(
    `${suite.url}/v1/incidents`,
    'POST',
    { authorization: `Bearer ${TOKEN}` },
    JSON.stringify({ title: `Told by Kafka ${serial}`, channel: 'portal', impact: 2, urgency: 2 }),
  );
  return status === 201 ? (JSON.parse(body) as { id: string }).id : undefined;
}

async function until(holds: () => boolean, otherwise: string): Promise<void> {
  for (const deadline = performance.now() + PATIENCE_MS; !holds(); await wait(POLL_MS))
    if (performance.now() > deadline) throw new Error(`${otherwise} within ${PATIENCE_MS / 1_000} s`);
}
