import { setImmediate as turn } from 'node:timers/promises';
import { longRunning } from '@opsledger/event-store';
import { eventually, testDatabase, unreliableLink, type TestDatabase } from '@opsledger/testing';
import { sql, type RawBuilder } from 'kysely';
import { Database } from './database';
import { lostTogether } from './lost-together';
import { isDatabaseUnavailable, isStatementTimeout } from './database-errors';
import { PREPARED } from './prepared';

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.close());

const databases: Database[] = [];
const aDatabase = (options: object = {}): Database => {
  const database = new Database({ url: test.url, ...options });
  databases.push(database);
  return database;
};
afterEach(() => Promise.all(databases.splice(0).map((database) => database.close())));

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

it('gives rows to Kysely as folds write them, and to others as pg does', async () => {
  const { pool, kysely } = aDatabase();
  await pool.query('create table typed (at timestamptz, day date, many bigint, exact numeric)');
  await pool.query(`insert into typed values ('2026-03-01 10:00+01', '2026-03-01', 42, 1.5)`);
  const expected = { at: '2026-03-01T09:00:00.000Z', day: '2026-03-01', many: 42, exact: 1.5 };
  expect(await kysely.selectFrom('typed').selectAll().execute()).toEqual([expected]);
  expect((await pool.query('select at from typed')).rows).toEqual([{ at: new Date(expected.at) }]);
});

it('keeps the plans of statements that are to be prepared, and of no others', async () => {
  const { kysely } = aDatabase({ poolSize: 1 });
  const ask = async (mark: RawBuilder<unknown>, one: number) =>
    (await sql<{ one: number }>`${mark} select ${one}::integer as one`.execute(kysely)).rows[0]!.one;
  const nothing = sql.raw('');
  expect([await ask(PREPARED, 1), await ask(PREPARED, 2), await ask(nothing, 3)]).toEqual([1, 2, 3]);
  const { rows } = await sql`select generic_plans + custom_plans as used from pg_prepared_statements`.execute(kysely);
  expect(rows).toEqual([{ used: 2 }]);
});

it('ends a statement that takes too long', async () => {
  const error = await failureOf(aDatabase({ statementTimeout: 50 }).pool.query('select pg_sleep(5)'));
  expect(isStatementTimeout(error)).toBe(true);
});

it('lives on when the server ends its connections, and says it is retriable', async () => {
  const warnings: string[] = [];
  const logger = { warn: (_: object, message: string) => warnings.push(message) };
  const { pool } = aDatabase({ logger, applicationName: 'victim' });
  const running = failureOf(pool.query('select pg_sleep(5)'));
  await pool.query('select 1');
  const ended = async () =>
    (
      await test.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'victim'
         and (state = 'idle' or query like '%pg_sleep%')`,
      )
    ).rowCount;
  while ((await ended())! > 0) await new Promise(setImmediate);
  expect(isDatabaseUnavailable(await running)).toBe(true);
  // The pool may not have heard yet that an idle connection is gone, and give it to the next who asks.
  await eventually(async () => expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]));
  await eventually(() => expect(warnings.length).toBeGreaterThan(0));
});

it('tells of connections that are lost together once, whichever pool they are of, and of the next event again', async () => {
  const warnings: unknown[] = [];
  const onIdleLost = lostTogether({ warn: (fields: object) => void warnings.push(fields) } as never);
  const pools = [
    aDatabase({ onIdleLost, applicationName: 'lost' }),
    aDatabase({ onIdleLost, applicationName: 'lost' }),
  ];
  const loseAll = async () => {
    for (const { pool } of pools) await Promise.all([1, 2, 3].map(() => pool.query('select pg_sleep(0.05)')));
    await test.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'lost'`);
  };
  const once = { reason: 'terminating connection due to administrator command', connections: 6 };
  await loseAll();
  await eventually(() => expect(warnings).toEqual([once]));
  await eventually(() => expect(pools.map(({ pool }) => pool.totalCount)).toEqual([0, 0]));
  await loseAll();
  await eventually(() => expect(warnings).toEqual([once, once]));
});

it('lives on when a connection is lost that was taken out and not asked anything yet', async () => {
  const { kysely } = aDatabase();
  await kysely.connection().execute(async (connection) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(connection);
    await test.pool.query('select pg_terminate_backend($1, 5000)', [rows[0]!.pid]);
    // The loss reaches the client on a turn of its own, while no query is there to hear of it.
    for (let turns = 0; turns < 100; turns++) await turn();
    const lost = await failureOf(sql`select 1`.execute(connection));
    expect(isDatabaseUnavailable(lost)).toBe(true);
  });
  expect((await sql`select 1 as one`.execute(kysely)).rows).toEqual([{ one: 1 }]);
});

describe('a server that falls silent', () => {
  const behindALink = async (options: object = {}) => {
    const link = await unreliableLink({ port: Number(new URL(test.url).port) });
    const url = Object.assign(new URL(test.url), { host: `127.0.0.1:${link.port}` }).href;
    return { link, database: aDatabase({ url, poolSize: 1, queryTimeout: 200, ...options }) };
  };

  it.each([
    ['plain SQL', ({ pool }: Database) => pool.query('select 1 as one')],
    ['Kysely', ({ kysely }: Database) => sql`select 1 as one`.execute(kysely)],
  ])('is given up with its connection, which %s replaces by a new one', async (_, ask) => {
    const { link, database } = await behindALink({ statementTimeout: 0 });
    await ask(database);
    await link.become('black-holed');
    expect(isDatabaseUnavailable(await failureOf(ask(database)))).toBe(true);
    await link.become('up');
    expect((await ask(database)).rows).toEqual([{ one: 1 }]);
    await database.close();
    await link.close();
  });

  it('is not one that was asked for what takes long', async () => {
    const database = aDatabase({ queryTimeout: 100 });
    expect((await database.pool.query(longRunning('select 1 as one, pg_sleep(0.3)'))).rows).toMatchObject([{ one: 1 }]);
  });

  it('is given up without being told how long to wait', () => {
    expect(aDatabase().pool.options.query_timeout).toBe(35_000);
    expect(aDatabase({ statementTimeout: 0 }).pool.options.query_timeout).toBe(120_000);
  });
});

it('does not wait for ever for a connection', async () => {
  const { pool } = aDatabase({ poolSize: 1, connectTimeout: 2_000 });
  const client = await pool.connect();
  expect(isDatabaseUnavailable(await failureOf(pool.query('select 1')))).toBe(true);
  client.release();
});

it('says so when nobody is there', async () => {
  const database = aDatabase({ url: 'postgres://nobody@127.0.0.1:1/none' });
  expect(isDatabaseUnavailable(await failureOf(database.ping()))).toBe(true);
});

it.each([
  ['a broken rule', 'select 1/0'],
  ['a missing table', 'select * from nowhere'],
])('does not take %s for an outage', async (_, statement) => {
  const error = await failureOf(aDatabase().pool.query(statement));
  expect(error).toBeDefined();
  expect(isDatabaseUnavailable(error)).toBe(false);
});
