import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@opsledger/testing';
import { Client } from 'pg';
import type { SuiteProcess } from './suite-process';

/** On the embedded database of that directory. */
export async function withDatabase<T>(dataDir: string, work: (client: Client) => Promise<T>): Promise<T> {
  const { port, password } = JSON.parse(readFileSync(join(dataDir, 'postgres.json'), 'utf8')) as {
    port: number;
    password: string;
  };
  const client = new Client({ connectionString: `postgres://opsledger:${password}@127.0.0.1:${port}/opsledger` });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Every acknowledged incident is in the log once, and no title is there twice. */
export async function expectOnce(dataDir: string, acknowledged: ReadonlyMap<string, string>): Promise<void> {
  const { rows } = await withDatabase(dataDir, (client) =>
    client.query<{ title: string; ids: string[] }>(
      `select data ->> 'title' as title, array_agg(substring(stream_id from 10)) as ids
         from opsledger.events where type = 'IncidentLogged' group by 1`,
    ),
  );
  const logged = new Map(rows.map(({ title, ids }) => [title, ids]));
  expect(rows.filter(({ ids }) => ids.length !== 1)).toEqual([]);
  const lost = [...acknowledged].filter(([title, id]) => logged.get(title)?.[0] !== id);
  expect(lost).toEqual([]);
}

interface Projection {
  readonly name: string;
  readonly kind: string;
  readonly position: string;
  /** Of a process: orders that wait for their time. */
  readonly planned?: number;
}

const projections = async (suite: SuiteProcess): Promise<Projection[]> =>
  ((await (await suite.fetch('/v1/projections')).json()) as { items: Projection[] }).items;

/** Every table that a projection fills, with the number and a digest of its rows. */
const digests = (dataDir: string): Promise<Record<string, string>> =>
  withDatabase(dataDir, async (client) => {
    const digest: Record<string, string> = {};
    const { rows: tables } = await client.query<{ table: string }>(
      `select table_schema || '.' || table_name as table from information_schema.tables
        where table_schema not in ('opsledger', 'pg_catalog', 'information_schema') and table_type = 'BASE TABLE' order by 1`,
    );
    expect(tables.length).toBeGreaterThan(5);
    for (const { table } of tables) {
      const { rows } = await client.query<{ n: string; md5: string }>(
        `select count(*) as n, md5(string_agg(t::text, '|' order by t::text)) as md5 from ${table} t`,
      );
      digest[table] = `${rows[0]?.n} rows, ${rows[0]?.md5}`;
    }
    return digest;
  });

const logEnd = (dataDir: string): Promise<string> =>
  withDatabase(dataDir, async (client) => {
    const { rows } = await client.query<{ head: string }>(`select max(position) as head from opsledger.events`);
    return String(rows[0]?.head).padStart(16, '0');
  });

/** Waits until everything that is recorded has had its effect, and no effect adds to the log any more. */
export const settled = (dataDir: string, suite: SuiteProcess): Promise<void> =>
  eventually(
    async () => {
      const readers = await projections(suite);
      expect(readers.find(({ name }) => name === 'look-at-clocks')).toMatchObject({ planned: 0 });
      const head = await logEnd(dataDir);
      expect(readers.map(({ position }) => position)).toEqual(readers.map(() => head));
    },
    { timeoutMs: 60_000, intervalMs: 200 },
  );

/** What the views hold is what the log says, and nothing else. */
export async function expectEqualToRebuild(dataDir: string, suite: SuiteProcess): Promise<void> {
  await settled(dataDir, suite);
  const before = await digests(dataDir);
  const all = await projections(suite);
  for (const { name } of all.filter(({ kind }) => kind === 'projection')) {
    expect((await suite.fetch(`/v1/projections/${name}/rebuild`, { method: 'POST', body: '{}' })).status).toBe(202);
    await eventually(
      async () => {
        const { rebuild } = (await (await suite.fetch(`/v1/projections/${name}`)).json()) as {
          rebuild?: { state: string };
        };
        expect(rebuild?.state ?? 'done').toBe('done');
      },
      { timeoutMs: 60_000 },
    );
  }
  expect(await digests(dataDir)).toEqual(before);
}
