import { Pool } from 'pg';
import { countDifferent, rootBy } from '../graph/compare';
import { fillConfiguration } from '../graph/fill';
import { shares } from '../chance';
import { HUBS, itemsOf, PAST, PER_ITEM, relationsOf, type Item } from '../graph/generate';
import { load } from '../load/load';
import { TOKEN, startSuiteOn } from '../peers/processes';
import { quantilesOf } from '../quantiles';
import type { Row } from '../report';

const CONNECTIONS = 8;
/** Searches that are compared with one in memory, now and of the past. */
const COMPARED = 1_000;
const headers = { authorization: `Bearer ${TOKEN}` };

interface Options {
  readonly databaseUrl: string;
  readonly seconds: number;
  readonly items: number;
}

/** Who is affected when something fails: asked by eight at a time, of any items, one in fifty of them a hub. */
export async function benchImpact(options: Options): Promise<Row[]> {
  const suite = await startSuiteOn(options.databaseUrl);
  const pool = new Pool({ connectionString: options.databaseUrl });
  const graph = { items: itemsOf(options.items), relations: relationsOf(options.items) };
  const section = `Impact, ${options.items.toLocaleString('en')} items, ${(options.items * PER_ITEM).toLocaleString('en')} relations`;
  const ask = async (path: string): Promise<unknown> => {
    const response = await fetch(suite.url + path, { headers });
    if (!response.ok) throw new Error(`${path} was answered with ${response.status}`);
    return response.json();
  };
  const compare = async (roots: number, at: string | null) => countDifferent(ask, graph, { roots, at });
  try {
    await fillConfiguration(pool, graph.items, graph.relations);
    const past = [];
    for (const at of PAST) past.push(await compare(COMPARED / PAST.length, at));
    const none = { unit: `of ${COMPARED}`, goal: { atMost: 0 } };
    return [
      { section, what: 'differ from a search in memory, now', figure: await compare(COMPARED, null), ...none },
      { section, what: 'differ as of past instants', figure: past.reduce((sum, one) => sum + one), ...none },
      ...(await measured(section, suite.url, options, null)),
      ...(await measured(section, suite.url, options, PAST[1]!)),
      ...(await worst(section, ask, graph.items)),
    ];
  } finally {
    await pool.end();
    await suite.stop();
  }
}

async function measured(section: string, url: string, { seconds, items }: Options, at: string | null): Promise<Row[]> {
  const random = shares(7);
  const all = itemsOf(items);
  // A list that fits into what one process is told; asked in turn from its beginning.
  const paths = Array.from({ length: 1_000 }, () => {
    const { id } = all[rootBy(random, items)]!;
    return `/v1/configuration-items/${id}/impact?depth=10${at === null ? '' : `&asOf=${at}`}`;
  });
  const { p50, p95, p99, perSecond, failed } = await load({ url, connections: CONNECTIONS, seconds, headers, paths });
  if (failed > 0) throw new Error(`${failed} questions about impact were not answered`);
  const when = at === null ? 'now' : 'as of a past instant';
  return [
    { section, what: `p50 at ${CONNECTIONS} connections, depth 10, ${when}`, figure: p50, unit: 'ms' },
    { section, what: `p95, ${when}`, figure: p95, unit: 'ms', goal: { atMost: 50 } },
    { section, what: `p99, ${when}`, figure: p99, unit: 'ms' },
    { section, what: `answers, ${when}`, figure: perSecond, unit: '/s' },
  ];
}

/** Hubs alone, one after the other: what most of the estate depends on. */
async function worst(section: string, ask: (path: string) => Promise<unknown>, items: readonly Item[]): Promise<Row[]> {
  const took: { readonly ms: number; readonly total: number }[] = [];
  for (const { id } of items.slice(0, HUBS)) {
    const began = performance.now();
    const { total } = (await ask(`/v1/configuration-items/${id}/impact?depth=10`)) as { total: number };
    took.push({ ms: performance.now() - began, total });
  }
  const slowest = took.reduce((one, other) => (other.ms > one.ms ? other : one));
  return [
    { section, what: 'a hub, alone: p50', figure: quantilesOf(took.map(({ ms }) => ms))(0.5), unit: 'ms' },
    { section, what: 'the slowest hub, alone', figure: slowest.ms, unit: 'ms' },
    { section, what: 'items it was found to affect', figure: slowest.total, unit: '' },
  ];
}
