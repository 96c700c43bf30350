import { type Measured } from '../load/closed-loop';
import { load } from '../load/load';
import { send } from '../load/open-loop';
import { median, type Row } from '../report';
import { TOKEN, type Peer } from '../peers/processes';

const authorization = `Bearer ${TOKEN}`;
const section = 'HTTP (latencies in ms)';

const CONNECTIONS = [1, 32];

/**
 * Create, beside the bare route, in alternating rounds, each pair from rest: the bare route would share its core with what
 * yielded to the creates before. Nobody looks at the list meanwhile, nor has for a minute: `endurance` measures that. Then
 * get, while that is caught up with, and once more when nothing else is left to do.
 *
 * @param settle waits until that is so
 */
export async function benchHttp(
  suite: Peer,
  bare: Peer,
  seconds: number,
  settle: () => Promise<Row[]>,
): Promise<Row[]> {
  const rows: Row[] = [];
  const creates = new Map<number, number>();
  for (const connections of CONNECTIONS) {
    const ours: Measured[] = [];
    const theirs: Measured[] = [];
    for (let round = 0; round < 3; round++) {
      await settle();
      theirs.push(
        await load({ url: bare.url, paths: ['/incidents'], method: 'POST', connections, seconds, body: 'incident' }),
      );
      ours.push(
        await load({
          url: suite.url,
          paths: ['/v1/incidents'],
          method: 'POST',
          connections,
          seconds,
          body: 'incident',
          headers: { authorization },
        }),
      );
    }
    const failed = ours.reduce((sum, one) => sum + one.failed, 0);
    if (failed > 0) throw new Error(`${failed} creates failed at ${connections} connections`);
    const create = median(ours.map((one) => one.perSecond));
    creates.set(connections, create);
    const at = inWords(connections);
    rows.push(
      { section, what: `bare route, ${at}`, figure: median(theirs.map((one) => one.perSecond)), unit: '/s' },
      { section, what: `create incident, ${at}`, figure: create, unit: '/s' },
      {
        section,
        what: `create ÷ bare route, ${at}`,
        figure: median(ours.map((one, round) => one.perSecond / theirs[round]!.perSecond)),
        unit: '×',
        ...(connections === 32 ? { goal: { atLeast: 1 } } : {}),
      },
      { section, what: `create p50, ${at}`, figure: median(ours.map((one) => one.p50)), unit: 'ms' },
      {
        section,
        what: `create p99, ${at}`,
        figure: median(ours.map((one) => one.p99)),
        unit: 'ms',
        ...(connections === 32 ? { goal: { atMost: 60 } } : {}),
      },
    );
  }
  for (const [connections, create] of creates)
    rows.push(...(await gets(suite, { connections, seconds, create, meanwhile: 'clocks of new incidents looked at' })));
  rows.push(...(await settle()));
  for (const [connections, create] of creates)
    rows.push(
      ...(await gets(suite, { connections, seconds, create, meanwhile: 'nothing else to do' })),
      ...(await gets(suite, { connections, seconds, create, meanwhile: 'nothing else to do', by: 'number' })),
    );
  return rows;
}

interface Gets {
  readonly connections: number;
  readonly seconds: number;
  /** Creates per second at as many connections. */
  readonly create: number;
  /** What the suite does besides. */
  readonly meanwhile: string;
  /** What incidents are asked for by; their ids unless given. */
  readonly by?: 'number';
}

async function gets(suite: Peer, { connections, seconds, create, meanwhile, by }: Gets): Promise<Row[]> {
  const paths = await somePaths(suite, by ?? 'id');
  const get = await load({ url: suite.url, paths, connections, seconds, headers: { authorization } });
  const at = `${by ? `by ${by}, ` : ''}${inWords(connections)}, ${meanwhile}`;
  return [
    { section, what: `get, ${at}`, figure: get.perSecond, unit: '/s' },
    { section, what: `get ÷ create, ${at}`, figure: get.perSecond / create, unit: '×', goal: { atLeast: 2 } },
    { section, what: `get p99, ${at}`, figure: get.p99, unit: 'ms' },
  ];
}

const inWords = (connections: number): string => `${connections} connection${connections > 1 ? 's' : ''}`;

/** Lists of 50, filtered and sorted in several ways, at 8 connections. */
export async function benchLists(suite: Peer, seconds: number, incidents: number): Promise<Row[]> {
  const paths = [
    '/v1/incidents?limit=50',
    '/v1/incidents?limit=50&state=new&sort=-openedAt',
    '/v1/incidents?limit=50&priority=P2&sort=openedAt',
    '/v1/incidents?limit=50&state=new&priority=P1&sort=-updatedAt',
    '/v1/incidents?limit=50&category=printer&sort=-openedAt',
    '/v1/incidents?limit=50&sort=priority',
    '/v1/incidents?limit=50&category=vpn&state=new&sort=number',
    '/v1/incidents?limit=50&q=payroll',
    '/v1/incidents?limit=50&q=printer+4242',
    '/v1/incidents?limit=50&q=nobodywrotethis',
  ];
  const rows: Row[] = [];
  for (const path of paths) {
    const one = await load({
      url: suite.url,
      paths: [path],
      connections: 8,
      seconds: Math.max(2, seconds / 2),
      headers: { authorization },
    });
    if (one.failed > 0) throw new Error(`${one.failed} of ${one.requests} answers to ${path} were not 2xx`);
    rows.push({
      section: `Lists of 50 of ${incidents.toLocaleString('en')}, 8 connections`,
      what: `p95 ${path.replace('/v1/incidents', '')}`,
      figure: one.p95,
      unit: 'ms',
      goal: { atMost: 60 },
    });
  }
  const mixed = await load({ url: suite.url, paths, connections: 8, seconds, headers: { authorization } });
  rows.push({
    section: rows[0]!.section,
    what: 'p95 of all of these in turn',
    figure: mixed.p95,
    unit: 'ms',
    goal: { atMost: 60 },
  });
  return rows;
}

async function somePaths(suite: Peer, by: 'id' | 'number'): Promise<string[]> {
  const paths: string[] = [];
  let after = '';
  while (paths.length < 1000) {
    const answer = await send(`${suite.url}/v1/incidents?limit=500${after}`, 'GET', { authorization });
    const page = JSON.parse(answer.body) as { items: { id: string; number: string }[]; next?: string };
    paths.push(...page.items.map((item) => `/v1/incidents/${item[by]}`));
    if (!page.next) break;
    after = `&after=${encodeURIComponent(page.next)}`;
  }
  return paths;
}
