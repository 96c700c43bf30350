import { Pool } from 'pg';
import { closedLoop } from '../load/closed-loop';
import { TOKEN, startSuiteOn } from '../peers/processes';
import type { Row } from '../report';

const CONNECTIONS = 8;
const PER_ITEM = 3;
const CLUSTER = 30;
const HUBS = 100;

/** The same graph every time. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const idOf = (index: number): string => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

/**
 * Systems of some thirty items that hang together, in circles too; a few reach into other systems, and some hundred
 * items (directories, core switches) serve a great many of them, the first most of all.
 */
function relationsOf(items: number): (readonly [number, number])[] {
  const random = dice(42);
  const target = (index: number): number => {
    const chance = random();
    if (chance < 0.03) return Math.min(HUBS - 1, Math.floor(HUBS * random() ** 3));
    if (chance < 0.033) return Math.floor(random() * items);
    const first = index - (index % CLUSTER);
    return Math.min(items - 1, first + Math.floor(random() * CLUSTER));
  };
  return Array.from({ length: items * PER_ITEM }, (_, index) => {
    const source = Math.floor(index / PER_ITEM);
    return [source, target(source)] as const;
  });
}

async function fill(pool: Pool, items: number): Promise<void> {
  const index = Array.from({ length: items }, (_, one) => one);
  const relations = relationsOf(items);
  await pool.query(
    `insert into cmdb.items (id, number, name, name_key, class, stage, status, identities, attribute_names, imported, updated_at, summary, item)
     select id, number, number, lower(number), class, 'in_use', 'operational', '{}', '{}', false, now(),
       json_build_object('id', id, 'number', number, 'name', number, 'class', class, 'stage', 'in_use',
         'status', 'operational', 'criticality', null), '{}'
     from unnest($1::text[], $2::text[], $3::text[]) as item (id, number, class)`,
    [
      index.map(idOf),
      index.map((one) => `CI${String(one).padStart(7, '0')}`),
      index.map((one) => (one % 20 === 0 ? 'business_service' : 'server')),
    ],
  );
  await pool.query(
    `insert into cmdb.relations
       (id, source_id, source_name, kind, target_id, target_name, needy_id, needed_id, valid_from)
     select row_number() over (), source, '', 'depends_on', target, '', source, target, '2026-01-01'
     from unnest($1::text[], $2::text[]) as relation (source, target) where source <> target`,
    [relations.map(([source]) => idOf(source)), relations.map(([, target]) => idOf(target))],
  );
  await pool.query('vacuum analyze');
}

/** Who is affected when something fails: asked by eight at a time, of any items, one in fifty of them a hub. */
export async function benchImpact(options: { databaseUrl: string; seconds: number; items: number }): Promise<Row[]> {
  const suite = await startSuiteOn(options.databaseUrl);
  const pool = new Pool({ connectionString: options.databaseUrl });
  try {
    await fill(pool, options.items);
    return await measured(suite.url, options);
  } finally {
    await pool.end();
    await suite.stop();
  }
}

async function measured(url: string, { seconds, items }: { seconds: number; items: number }): Promise<Row[]> {
  const random = dice(7);
  const paths = Array.from({ length: 5_000 }, () => {
    const root = Math.floor(random() * (random() < 0.02 ? HUBS : items));
    return `/v1/configuration-items/${idOf(root)}/impact?direction=upstream&depth=10`;
  });
  const headers = { authorization: `Bearer ${TOKEN}` };
  const { p50, p95, p99, perSecond, failed } = await closedLoop({
    url,
    connections: CONNECTIONS,
    seconds,
    headers,
    paths,
  });
  if (failed > 0) throw new Error(`${failed} questions about impact were not answered`);
  const section = `Impact, ${items.toLocaleString('en')} items, ${(items * PER_ITEM).toLocaleString('en')} relations`;
  return [
    { section, what: 'p50 at 8 connections, depth 10', figure: p50, unit: 'ms' },
    { section, what: 'p95', figure: p95, unit: 'ms', goal: { atMost: 50 } },
    { section, what: 'p99', figure: p99, unit: 'ms' },
    { section, what: 'answers', figure: perSecond, unit: '/s' },
  ];
}
