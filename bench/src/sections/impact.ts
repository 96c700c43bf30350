import { cmdbService } from '@opsledger/cmdb';
import { cmdbContracts, type ImpactView } from '@opsledger/contracts';
import { LogTail } from '@opsledger/event-bus';
import { ProjectionRunner, migrateEventSourcing } from '@opsledger/event-sourcing';
import { PostgresEventStore, type Actor } from '@opsledger/event-store';
import { Database, InProcessServices, Metrics, Numbers, ServiceRuntime, createLogger } from '@opsledger/service-kit';
import type { Row } from '../report';

const CONNECTIONS = 8;
const PER_ITEM = 3;
const CLUSTER = 30;
const HUBS = 100;
const actor: Actor = { id: 'bench', name: 'Bench', kind: 'person' };

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

async function fill({ pool }: Database, items: number): Promise<void> {
  const index = Array.from({ length: items }, (_, one) => one);
  const relations = relationsOf(items);
  await pool.query(
    `insert into cmdb.items (id, number, name, name_key, class, stage, status, identities, attribute_names, updated_at, summary, item)
     select id, number, number, lower(number), class, 'in_use', 'operational', '{}', '{}', now(),
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
  const store = await PostgresEventStore.open({ url: options.databaseUrl });
  const database = new Database({ url: options.databaseUrl });
  await migrateEventSourcing(database.pool);
  const tail = new LogTail(store);
  tail.start();
  const runtime = new ServiceRuntime(cmdbService, cmdbContracts, {
    store,
    db: database.kysely,
    services: new InProcessServices(),
    numbers: new Numbers(database.pool),
    readers: {
      projection: (projection) => new ProjectionRunner({ projection, pool: database.pool, source: tail }),
      process: () => ({ start: async () => {}, stop: async () => {}, status: async () => ({}) }) as never,
    },
    clock: () => new Date(),
    logger: createLogger({ level: 'error', readable: false }),
    metrics: new Metrics(),
  });
  await runtime.startProjections();
  try {
    await fill(database, options.items);
    return await measured(runtime, options);
  } finally {
    await runtime.stop();
    await tail.stop();
    await store.close();
    await database.close();
  }
}

async function measured(
  runtime: ServiceRuntime,
  { seconds, items }: { seconds: number; items: number },
): Promise<Row[]> {
  const random = dice(7);
  const latencies: number[] = [];
  const reached: number[] = [];
  const until = performance.now() + seconds * 1_000;
  const ask = async () => {
    while (performance.now() < until) {
      const root = Math.floor(random() * (random() < 0.02 ? HUBS : items));
      const began = performance.now();
      const params = { id: idOf(root), direction: 'upstream', depth: 10 };
      const answer = (await runtime.query({ service: 'cmdb', type: 'GetImpact', params, actor })) as ImpactView;
      latencies.push(performance.now() - began);
      reached.push(answer.total);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, ask));
  latencies.sort((one, other) => one - other);
  reached.sort((one, other) => one - other);
  const at = (all: readonly number[], share: number) => all[Math.min(all.length - 1, Math.floor(all.length * share))]!;
  const section = `Impact, ${items.toLocaleString('en')} items, ${(items * PER_ITEM).toLocaleString('en')} relations`;
  return [
    { section, what: 'p50 at 8 connections, depth 10', figure: at(latencies, 0.5), unit: 'ms' },
    { section, what: 'p95', figure: at(latencies, 0.95), unit: 'ms', goal: { atMost: 50 } },
    { section, what: 'p99', figure: at(latencies, 0.99), unit: 'ms' },
    { section, what: 'answers', figure: latencies.length / seconds, unit: '/s' },
    { section, what: 'items reached, median', figure: at(reached, 0.5), unit: '' },
    { section, what: 'items reached, 99th in a hundred', figure: at(reached, 0.99), unit: '' },
  ];
}
