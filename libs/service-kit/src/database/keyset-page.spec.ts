import { eventually, testDatabase, type TestDatabase } from '@opsledger/testing';
import fc from 'fast-check';
import { sql, type KyselyPlugin } from 'kysely';
import { Database } from './database';
import { encodeCursor } from './cursor';
import { keysetPage, type KeysetOrder } from './keyset-page';
import { orderOf, whereGiven } from './list-filters';

interface Row {
  readonly id: string;
  readonly team: string | null;
  readonly rank: number;
  readonly at: string | null;
}

let test: TestDatabase;
let database: Database;

beforeAll(async () => {
  test = await testDatabase();
  database = new Database({ url: test.url });
  await test.pool.query('create table rows (id text primary key, team text, rank int not null, at timestamptz)');
});

afterAll(async () => {
  await database.close();
  await test.close();
});

const rows = () => database.kysely.selectFrom('rows').selectAll();

async function fill(content: readonly Row[]): Promise<void> {
  await test.pool.query('delete from rows');
  await test.pool.query('insert into rows select * from json_populate_recordset(null::rows, $1)', [
    JSON.stringify(content),
  ]);
}

const aRow = (id: string, more: Partial<Row> = {}): Row => ({ id, team: 'a', rank: 1, at: null, ...more });

/** Pages through a whole list as a client does. */
async function pagesOf(order: KeysetOrder, limit: number, onPage = async (): Promise<void> => undefined) {
  const seen: Row[] = [];
  let after: string | undefined;
  do {
    const page = await keysetPage<any>(rows(), order, { limit, after, scope: { list: 'rows' } });
    seen.push(...(page.items as Row[]));
    after = page.next;
    await onPage();
  } while (after !== undefined);
  return seen;
}

const someRows = fc.uniqueArray(
  fc.record({
    id: fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), minLength: 1, maxLength: 4 }),
    team: fc.constantFrom('a', 'b', null),
    rank: fc.integer({ min: 0, max: 3 }),
    at: fc.constantFrom('2026-03-01T09:00:00.123456+00', '2026-03-01T09:00:00.123457+00', '2025-01-01', null),
  }),
  { selector: (row) => row.id, maxLength: 25 },
);
const orders = fc.record({
  by: fc.constantFrom({ column: 'rank' }, { column: 'team', nullable: true }, { column: 'at', nullable: true }),
  then: fc.constantFrom(undefined, 'rank'),
  descending: fc.boolean(),
});

it('shows every row once, in order, whatever the order, the equals, the nulls and the page size', async () => {
  await fc.assert(
    fc.asyncProperty(
      someRows,
      orders,
      fc.integer({ min: 1, max: 9 }),
      async (content, { by, then, descending }, limit) => {
        await fill(content);
        const seen = await pagesOf({ ...by, then, descending }, limit);
        const direction = sql.raw(descending ? 'desc' : 'asc');
        const column = sql.ref(by.column);
        const whole = await rows()
          .orderBy(sql`${column} ${direction} nulls last, ${sql.ref(then ?? 'id')} ${direction}, id ${direction}`)
          .execute();
        expect(seen).toEqual(whole);
      },
    ),
    { numRuns: 60 },
  );
});

it('neither skips nor repeats when rows come and go between pages', async () => {
  await fill(['b', 'd', 'f', 'h'].map((id) => aRow(id)));
  let turn = 0;
  const seen = await pagesOf({ column: 'rank' }, 2, async () => {
    turn += 1;
    if (turn > 1) return;
    await test.pool.query(`insert into rows values ('a', null, 1, null), ('g', null, 1, null)`);
    await test.pool.query(`delete from rows where id = 'b'`);
  });
  expect(seen.map(({ id }) => id)).toEqual(['b', 'd', 'f', 'g', 'h']);
});

it('orders by an expression', async () => {
  await fill([aRow('1', { team: 'b' }), aRow('2', { team: 'A' }), aRow('3', { team: 'C' })]);
  const seen = await pagesOf({ column: sql`lower(team)` }, 1);
  expect(seen.map(({ team }) => team)).toEqual(['A', 'b', 'C']);
});

it('reads a not-null order along its index', async () => {
  await fill(Array.from({ length: 500 }, (_, index) => aRow(String(index), { rank: index % 7 })));
  await test.pool.query('create index on rows (rank desc, id desc); analyze rows');
  const order = { column: 'rank', descending: true };
  const first = await keysetPage<any>(rows(), order, { limit: 5, scope: {} });
  expect(first.next).toBeDefined();
  const { rows: plan } = await test.pool.query(
    `explain select * from rows where (rank, id) < ('3', '400') order by rank desc, id desc limit 6`,
  );
  expect(JSON.stringify(plan)).toMatch(/Index Scan using/);
});

it.each([false, true])('reads a nullable order along one index of its values, descending: %s', async (descending) => {
  await fill(Array.from({ length: 5_000 }, (_, index) => aRow(String(index), { team: index % 7 === 0 ? 'a' : null })));
  await test.pool.query('create index if not exists of_teams on rows (team, id) where team is not null; analyze rows');
  // The server tells what its connections did a second late, or when one of them is told to.
  const scans = async () => {
    await sql`select pg_stat_force_next_flush()`.execute(database.kysely);
    const found = await test.pool.query(`select idx_scan from pg_stat_user_indexes where indexrelname = 'of_teams'`);
    return Number(found.rows[0].idx_scan);
  };
  const before = await scans();
  const order = { column: 'team', nullable: true, descending };
  const { next } = await keysetPage<any>(rows(), order, { limit: 5, scope: {} });
  await keysetPage<any>(rows(), order, { limit: 5, scope: {}, after: next! });
  await eventually(async () => expect(await scans()).toBeGreaterThanOrEqual(before + 2));
});

describe('a cursor', () => {
  const scope = { list: 'rows', team: 'a' };
  const order = { column: 'rank' };
  const page = (after: string, more: object = {}, by: KeysetOrder = order) =>
    keysetPage<any>(rows(), by, { limit: 1, after, scope: { ...scope, ...more } });

  let cursor: string;
  beforeEach(async () => {
    await fill([aRow('a'), aRow('b'), aRow('c')]);
    cursor = (await keysetPage<any>(rows(), order, { limit: 1, scope })).next!;
  });

  const madeUp = (value: string, id: string): string =>
    encodeCursor({ value, id }, { ...scope, '(order)': ['rank', false] });

  it('goes on where the page ended', async () => {
    await expect(page(cursor)).resolves.toMatchObject({ items: [{ id: 'b' }] });
    await expect(page(cursor, { unset: undefined })).resolves.toMatchObject({ items: [{ id: 'b' }] });
  });

  it.each([
    ['is no cursor', () => page('nonsense')],
    ['is empty', () => page('')],
    ['is other JSON', () => page(Buffer.from('{"a":1}').toString('base64url'))],
    [
      'was changed',
      () => page(Buffer.from(`["9${Buffer.from(cursor, 'base64url').toString().slice(3)}`).toString('base64url')),
    ],
    ['belongs to another filter', () => page(cursor, { team: 'b' })],
    ['belongs to another order', () => page(cursor, {}, { column: 'team', nullable: true })],
    [
      'belongs to an order that decides otherwise between equals',
      () => page(cursor, {}, { column: 'rank', then: 'team' }),
    ],
    ['belongs to the other direction', () => page(cursor, {}, { column: 'rank', descending: true })],
    ['was made up, with a value that is none of its column', () => page(madeUp('x', 'a'))],
    ['was made up, with an id that is no text', () => page(madeUp('1', '\0'))],
    [
      'was made up, with no value where there is always one',
      () => page(encodeCursor({ value: null, id: 'a' }, { ...scope, '(order)': ['rank', false] })),
    ],
    ['was made elsewhere', () => page(encodeCursor({ value: '1', id: 'a' }, { list: 'others' }))],
  ])('is refused when it %s', async (_, ask) => {
    await expect(ask()).rejects.toMatchObject({ status: 400, code: 'foreign-cursor' });
  });

  it.each([
    ['text that is no number', 'rank', 'x'],
    ['a number out of range', 'rank', '99999999999'],
    ['text that is no time', 'at', 'x'],
    ['a time that never is', 'at', '2026-02-31'],
  ])('is refused when it was made up, with %s', async (_what, column, value) => {
    const after = encodeCursor({ value, id: 'a' }, { ...scope, '(order)': [column, false] });
    await expect(page(after, {}, { column })).rejects.toMatchObject({ status: 400, code: 'foreign-cursor' });
  });

  it('is not blamed for what the query itself cannot do', async () => {
    const flawed = rows().where(sql<boolean>`1 / (rank - 1) > 0`);
    const asked = keysetPage<any>(flawed, order, { limit: 1, after: cursor, scope });
    await expect(asked).rejects.toMatchObject({ code: '22012', message: 'division by zero' });
  });
});

describe('filters', () => {
  beforeEach(() => fill([aRow('a'), aRow('b', { team: 'b', rank: 2 }), aRow('c', { team: 'c', rank: 3 })]));

  it.each([
    [{}, ['a', 'b', 'c']],
    [{ team: undefined }, ['a', 'b', 'c']],
    [{ team: 'b' }, ['b']],
    [{ team: ['a', 'c'], rank: 3 }, ['c']],
    [{ team: [] }, []],
  ])('%j keep %j', async (filters, kept) => {
    const found = await whereGiven(rows(), filters).orderBy('id').execute();
    expect(found.map(({ id }) => id)).toEqual(kept);
  });
});

describe('sort', () => {
  const sortable = { openedAt: { column: 'opened_at' }, team: { column: 'team_name', nullable: true } };

  it('names an order the list offers', () => {
    expect(orderOf('-openedAt', sortable)).toEqual({ column: 'opened_at', descending: true });
    expect(orderOf('team', sortable)).toEqual({ column: 'team_name', nullable: true, descending: false });
  });

  it('is refused otherwise, with what is offered', () => {
    expect(() => orderOf('toString', sortable)).toThrow('Sort by one of openedAt, team');
  });
});

it.each([
  ['that gets a value', null, '2026-03-01T09:00:00Z'],
  ['that loses it', '2026-03-01T09:00:00Z', null],
])('shows a row %s while its page is read once', async (_, before, after) => {
  await fill([aRow('a', { at: before })]);
  const moving: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      await test.pool.query('update rows set at = $1', [after]);
      return result;
    },
  };
  const query = database.kysely.withPlugin(moving).selectFrom('rows').select('id');
  const page = await keysetPage<any>(query, { column: 'at', nullable: true }, { limit: 9, scope: { list: 'rows' } });
  expect(page).toEqual({ items: [{ id: 'a' }] });
});
