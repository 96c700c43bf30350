import { setTimeout as wait } from 'node:timers/promises';
import { openLoop, send } from '../load/open-loop';
import { TOKEN, type Peer } from '../peers/processes';
import { quantilesOf } from '../quantiles';
import type { Row } from '../report';

const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
const CATEGORY = 'bench-deadline';
const TARGET_S = 30;
/** Three warnings and a breach each. */
const PER_PROBE = 4;
/** Incidents a second that bring a promise which runs out while it is measured. */
const PER_SECOND = 50;
/** How long a clock may take to be looked at, and a deadline to be acted on, before it counts as missing. */
const SLACK_S = 30;

/** How late warnings and breaches are recorded while all the clocks of the incidents there are go on running. */
export async function benchDeadlines(suite: Peer, seconds: number): Promise<Row[]> {
  await promise(suite);
  const from = await logEnd(suite);
  await openLoop(PER_SECOND, seconds, async (serial) => {
    const incident = { title: `Deadline ${serial}`, category: CATEGORY, channel: 'api', impact: 3, urgency: 3 };
    const created = await send(`${suite.url}/v1/incidents`, 'POST', headers, JSON.stringify(incident));
    if (created.status !== 201) throw new Error(`create answered ${created.status}: ${created.body}`);
  });
  await wait(TARGET_S * 1_000);
  const expected = PER_SECOND * seconds * PER_PROBE;
  let late: number[] = [];
  for (let waited = 0; late.length < expected && waited < SLACK_S; waited += 2) {
    await wait(2_000);
    late = await lateness(suite, from);
  }
  const at = quantilesOf(late);
  const section = `Service levels: ${(await clocks(suite)).toLocaleString('en')} clocks running`;
  const acted = `${late.length} of ${expected} deadlines acted on`;
  return [
    { section, what: `${acted}, after they were due, p50`, figure: at(0.5), unit: 'ms' },
    { section, what: 'the same, p99', figure: at(0.99), unit: 'ms' },
    { section, what: 'the same, the latest', figure: at(1), unit: 'ms', goal: { atMost: 1_000 } },
  ];
}

/** A promise beside the ones there are, for the incidents of this measurement alone. */
async function promise(suite: Peer): Promise<void> {
  const { items } = await ask<{ items: { id: string; name: string }[] }>(suite, '/v1/sla/calendars');
  const definition = {
    name: 'Half a minute',
    kind: 'OLA',
    calendar: items.find(({ name }) => name === 'Round the clock')!.id,
    appliesWhen: { field: 'category', in: [CATEGORY] },
    targets: [
      {
        name: 'probe',
        duration: `PT${TARGET_S}S`,
        startWhen: { not: { field: 'state', in: ['resolved', 'closed', 'canceled'] } },
        stopWhen: { field: 'state', in: ['resolved', 'closed'] },
      },
    ],
  };
  const created = await send(`${suite.url}/v1/sla/policies`, 'POST', headers, JSON.stringify(definition));
  if (created.status >= 300) throw new Error(`the policy was answered ${created.status}: ${created.body}`);
}

async function ask<T>(suite: Peer, path: string): Promise<T> {
  const { status, body } = await send(suite.url + path, 'GET', headers);
  if (status !== 200) throw new Error(`${path} answered ${status}: ${body}`);
  return JSON.parse(body) as T;
}

const logEnd = async (suite: Peer): Promise<string> =>
  (await ask<{ items: { position: string }[] }>(suite, '/v1/projections')).items
    .map(({ position }) => position)
    .sort()
    .at(-1)!;

interface Fed {
  readonly time: string;
  readonly recordedat: string;
  readonly data: { readonly target: string };
}

async function lateness(suite: Peer, from: string): Promise<number[]> {
  const query = new URLSearchParams({ types: 'SlaClockWarned,SlaClockBreached', after: from, follow: 'false' });
  const { body } = await send(`${suite.url}/v1/events?${query}`, 'GET', {
    ...headers,
    accept: 'application/x-ndjson',
  });
  const events = body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Fed);
  return events
    .filter(({ data }) => data.target === 'probe')
    .map(({ time, recordedat }) => Date.parse(recordedat) - Date.parse(time));
}

async function clocks(suite: Peer): Promise<number> {
  const { items } = await ask<{ items: { name: string; planned?: number }[] }>(suite, '/v1/projections');
  return items.find(({ name }) => name === 'act-on-deadlines')?.planned ?? 0;
}
