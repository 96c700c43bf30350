import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@opsledger/testing';
import { Client } from 'pg';
import { startSuite, temporaryDirectory, type SuiteProcess } from './suite-process';

const KILLS = 10;
const CONNECTIONS = 32;
const BETWEEN_KILLS = 60;

const dataDir = temporaryDirectory();
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const serverPid = () => Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);

async function withDatabase<T>(work: (client: Client) => Promise<T>): Promise<T> {
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

/**
 * Clients that log incidents all the time, each request under a key of its own, repeated until it is answered: what
 * a careful client does when its connection breaks. Half of them never repeat, as a careless one does.
 */
class Load {
  private static running: Load | undefined;

  /** A test that failed must not leave clients knocking. */
  static stopAny(): void {
    if (Load.running) Load.running.pouring = false;
  }

  readonly acknowledged = new Map<string, string>();
  /** Answers other than done and not now. */
  readonly unexpected: string[] = [];
  private serial = 0;
  private pouring = true;
  private readonly clients: Promise<unknown>;

  constructor(private readonly suite: () => SuiteProcess) {
    Load.running = this;
    this.clients = Promise.all(Array.from({ length: CONNECTIONS }, (_, client) => this.client(client % 2 === 0)));
  }

  stop(): Promise<unknown> {
    this.pouring = false;
    return this.clients;
  }

  private async client(careful: boolean): Promise<void> {
    while (this.pouring) {
      const title = `Incident ${++this.serial}`;
      let id = await this.log(title);
      while (!id && careful && this.pouring) {
        await delay(20);
        id = await this.log(title);
      }
      if (id) this.acknowledged.set(title, id);
      else await delay(20);
    }
  }

  private async log(title: string): Promise<string | undefined> {
    try {
      const response = await this.suite().fetch('/v1/incidents', {
        method: 'POST',
        headers: { 'idempotency-key': title },
        body: JSON.stringify({ title, impact: 2, urgency: 2 }),
        signal: AbortSignal.timeout(15_000),
      });
      const body = (await response.json()) as { id: string };
      if (response.status === 201) return body.id;
      if (response.status !== 503) this.unexpected.push(`${title}: ${response.status} ${JSON.stringify(body)}`);
    } catch {
      // No answer: the process is gone, or took too long.
    }
    return undefined;
  }
}

afterEach(() => Load.stopAny());

/** Every acknowledged incident is in the log once, and no title is there twice. */
async function expectOnce(acknowledged: ReadonlyMap<string, string>): Promise<void> {
  const { rows } = await withDatabase((client) =>
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
const digests = (): Promise<Record<string, string>> =>
  withDatabase(async (client) => {
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

const logEnd = (): Promise<string> =>
  withDatabase(async (client) => {
    const { rows } = await client.query<{ head: string }>(`select max(position) as head from opsledger.events`);
    return String(rows[0]?.head).padStart(16, '0');
  });

/** Waits until everything that is recorded has had its effect, and no effect adds to the log any more. */
const settled = (suite: SuiteProcess): Promise<void> =>
  eventually(
    async () => {
      const readers = await projections(suite);
      expect(readers.find(({ name }) => name === 'look-at-clocks')).toMatchObject({ planned: 0 });
      const head = await logEnd();
      expect(readers.map(({ position }) => position)).toEqual(readers.map(() => head));
    },
    { timeoutMs: 60_000, intervalMs: 200 },
  );

async function expectEqualToRebuild(suite: SuiteProcess): Promise<void> {
  await settled(suite);
  const before = await digests();
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
  expect(await digests()).toEqual(before);
}

test(`the process killed ${KILLS} times under load: each acknowledged command once, views equal a rebuild`, async () => {
  let suite = await startSuite({ OPSLEDGER_DATA: dataDir });
  const load = new Load(() => suite);
  for (let kill = 0; kill < KILLS; kill++) {
    const enough = load.acknowledged.size + BETWEEN_KILLS;
    await eventually(() => expect([load.unexpected, load.acknowledged.size > enough]).toEqual([[], true]), {
      timeoutMs: 60_000,
    });
    await suite.end('SIGKILL');
    suite = await startSuite({ OPSLEDGER_DATA: dataDir });
  }
  await load.stop();
  expect(load.unexpected).toEqual([]);
  await expectOnce(load.acknowledged);
  await expectEqualToRebuild(suite);
  await suite.end('SIGTERM');
}, 300_000);

test(`PostgreSQL killed ${KILLS} times under load: each acknowledged command once, views equal a rebuild`, async () => {
  const suite = await startSuite({ OPSLEDGER_DATA: dataDir });
  const load = new Load(() => suite);
  for (let kill = 0; kill < KILLS; kill++) {
    const enough = load.acknowledged.size + BETWEEN_KILLS;
    await eventually(() => expect([load.unexpected, load.acknowledged.size > enough]).toEqual([[], true]), {
      timeoutMs: 60_000,
    });
    expect(load.unexpected).toEqual([]);
    const killed = serverPid();
    process.kill(killed, 'SIGKILL');
    await eventually(() => expect(serverPid()).not.toBe(killed), { timeoutMs: 60_000 });
  }
  await load.stop();
  expect(load.unexpected).toEqual([]);
  await eventually(async () => expect((await suite.fetch('/health/ready')).status).toBe(200), { timeoutMs: 60_000 });
  await expectOnce(load.acknowledged);
  await expectEqualToRebuild(suite);
  await suite.end('SIGTERM');
}, 600_000);
