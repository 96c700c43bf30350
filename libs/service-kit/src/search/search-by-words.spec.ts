import { fakeClock, testDatabase, type FakeClock, type TestDatabase } from '@opsledger/testing';
import fc from 'fast-check';
import { Kysely, PostgresDialect } from 'kysely';
import { keysetPage } from '../database/keyset-page';
import { wordsColumn } from './words-column';
import { searchByWords, type FoundByWords, type WordSearch } from './search-by-words';

interface Ticket {
  readonly id: string;
  readonly rank: number;
  readonly title: string;
}

let test: TestDatabase;
let clock: FakeClock;
/** What the database was asked. */
let statements: string[];

const databaseThatTells = (): Kysely<any> =>
  new Kysely({
    dialect: new PostgresDialect({ pool: test.pool }),
    log: ({ query }) => void statements.push(query.sql),
  });
let db: Kysely<any>;

beforeAll(async () => {
  test = await testDatabase();
  const words = `words ${wordsColumn('title')}`;
  await test.pool.query(`
    create schema spec;
    create table spec.tickets (id text collate "C" primary key, rank int not null, title text not null, ${words});
    create table spec.cases (id text collate "C" primary key, rank int not null);
    create table spec.case_texts (id text collate "C" primary key, title text not null, ${words});
    create index on spec.tickets using gin (words);
    create index on spec.case_texts using gin (words)`);
});
afterAll(() => test.close());

beforeEach(() => {
  clock = fakeClock();
  statements = [];
  db = databaseThatTells();
});

async function fill(tickets: readonly Ticket[]): Promise<void> {
  const all = JSON.stringify(tickets);
  await test.pool.query('truncate spec.tickets, spec.cases, spec.case_texts');
  const rows = 'json_to_recordset($1) as all_of_them(id text, rank int, title text)';
  await test.pool.query(`insert into spec.tickets (id, rank, title) select id, rank, title from ${rows}`, [all]);
  await test.pool.query(`insert into spec.cases (id, rank) select id, rank from ${rows}`, [all]);
  await test.pool.query(`insert into spec.case_texts (id, title) select id, title from ${rows}`, [all]);
}

const TICKETS: WordSearch = { table: 'spec.tickets', id: 'id', words: 'words', listed: 'spec.tickets.id' };
const CASES: WordSearch = { table: 'spec.case_texts', id: 'id', words: 'words', listed: 'spec.cases.id' };

/** Pages through what is found as a client does. */
async function idsOf(found: FoundByWords, q: string, { list = 'spec.tickets', limit = 5 } = {}): Promise<string[]> {
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const query = db
      .selectFrom(list)
      .select('id')
      .where(await found(q, { db, clock: clock.now }));
    const page = await keysetPage<any>(query, { column: 'rank' }, { limit, after, scope: { list, q } });
    ids.push(...page.items.map(({ id }: any) => id));
    after = page.next;
  } while (after !== undefined);
  return ids;
}

/** How often something was counted meanwhile: what is read of a list is read in its order. */
async function countings(work: Promise<unknown>): Promise<number> {
  statements = [];
  await work;
  return statements.filter((statement) => !statement.includes('order by')).length;
}

const numbered = (count: number, title: string, from = 0): Ticket[] =>
  Array.from({ length: count }, (_, index) => {
    const rank = from + index;
    return { id: `t${String(rank).padStart(3, '0')}`, rank, title };
  });
const FLOODS = numbered(12, 'Flooded cellar');
const idsIn = (tickets: readonly Ticket[]) => tickets.map(({ id }) => id);

describe.each([
  ['in the table of the list', TICKETS, 'spec.tickets'],
  ['in a table of their own', CASES, 'spec.cases'],
])('words %s', (_, search, list) => {
  const word = fc.string({ unit: fc.constantFrom('b', 'k', 'x'), minLength: 1, maxLength: 3 });
  const words = fc.array(word, { maxLength: 3 });
  const someTickets = fc
    .array(fc.record({ rank: fc.nat(3), title: words.map((it) => it.join(' ')) }), { maxLength: 15 })
    .map((rows) => rows.map((row, index): Ticket => ({ id: `t${index % 2}${index}`, ...row })));

  /** What is asked for, without a database. */
  const plainly = (tickets: readonly Ticket[], q: readonly string[]): string[] =>
    q.length === 0
      ? []
      : tickets
          .filter(({ title }) => q.every((one) => title.split(' ').some((other) => other.startsWith(one))))
          .sort((one, other) => one.rank - other.rank || (one.id < other.id ? -1 : 1))
          .map(({ id }) => id);

  it('find the same rows in the same order, looked up, met on the way, or remembered to be many', async () => {
    await fc.assert(
      fc.asyncProperty(
        someTickets,
        words,
        fc.nat(3),
        fc.integer({ min: 2, max: 6 }),
        async (tickets, q, few, limit) => {
          await fill(tickets);
          const expected = plainly(tickets, q);
          const asked = q.join(', ').toUpperCase();
          for (const atMost of [0, few, 1_000]) {
            const found = searchByWords({ ...search, few: atMost });
            for (const time of ['first', 'second'])
              expect({ atMost, time, ids: await idsOf(found, asked, { list, limit }) }).toEqual({
                atMost,
                time,
                ids: expected,
              });
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each([
    ['16.2', 'Outlook 16.2 does not start'],
    ['16.', 'Outlook 16.2 does not start'],
    ['web-01.example.com', 'Web-01.example.com is down'],
    ['web-01.exam', 'Web-01.example.com is down'],
    ['web-01', 'Restart web-01 tonight'],
    ['example.com', 'Web-01.example.com is down'],
    ['EXAM', 'Restart <web-01.example.com>'],
    ['2e1', 'Commit 1f0+2e1c'],
    ['organiza', 'All organizations'],
    ['log', 'No room for /var/log/messages'],
    ['/var/log/messages', 'No room for /var/log/messages'],
    ['ada@example.com', 'Mail of ada@example.com is lost'],
    ["it's (on) printer's", 'It’s what it is: the printer’s on, it’s'],
    ["o'brien", "Laptop of O'Brien"],
    ['quoted', 'The “quoted” word'],
    ['broken', 'Printer—broken'],
    ['hôtel', 'Le réseau de l’hôtel'],
    ['pages', 'Trop de\u00a0pages'],
    ['मुद्रण', 'मुद्रण में समस्या'],
    ['เครื่องพิมพ์', 'เครื่องพิมพ์เสีย'],
    ['مُحَمَّد', 'حساب مُحَمَّد'],
    ['می\u200cخواهم', 'من می\u200cخواهم'],
    ['Cafe\u0301', 'Drucker im Cafe\u0301'],
    ['再起動', '故障。再起動する'],
    ['down', 'server🔥down'],
    ['server', '🔥server'],
    ['down', 'server❤️down'],
    ['one', '1️⃣one'],
    ['family', 'My👨‍👩‍👧‍👦family'],
    ['Caf\u00e9', 'Drucker im Cafe\u0301'],
    ['Cafe\u0301', 'Drucker im Caf\u00e9'],
    ['munchen', 'VPN in München'],
    ['élan', 'Elan'],
    ['strasse', 'Zweigstelle Lange Straße'],
    ['LANGE STRASSE', 'Zweigstelle LANGE STRAẞE'],
    ['straße', 'Strasse'],
    ['aeroskobing', 'Ærøskøbing'],
    ['Łódź', 'Lodz'],
    ['đakovo', 'Dakovo'],
    ['istanbul', 'İSTANBUL'],
    ['kapi', 'Kapı 4'],
    ['thorsmork', 'Þórsmörk'],
    ['프린', '프린터'],
    ['hyphenated', 'hyphen\u00adated'],
    ['1.2.3', 'Crash in v1.2.3'],
    ['1.2', 'Crash in V1.2.3'],
    ['v1.2.3', 'Crash in 1.2.3'],
    ['v1.2', 'Crash in v1.2.3'],
    ["16.2 outlook 'quoted\\\\' & | ! :*", 'Outlook 16.2: quoted'],
  ])('with signs in them, as %s', async (q, title) => {
    const tickets = [...numbered(3, 'Nothing of the kind'), { id: 'it', rank: 9, title }];
    await fill(tickets);
    expect(await idsOf(searchByWords(search), q, { list })).toEqual(['it']);
  });

  it('find every text that has them, whatever signs are around them', async () => {
    const signs = fc.constantFrom(...`ab12e '"\\&|!():*<>/.@-_,;%#+~=?é漢`);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: signs, minLength: 1, maxLength: 10 }), async (title) => {
        const words = title.match(/[\p{L}\p{N}]+/gu) ?? [];
        await fill([{ id: 'it', rank: 0, title }]);
        for (const word of words) expect(await idsOf(searchByWords(search), word, { list })).toEqual(['it']);
      }),
      { numRuns: 50 },
    );
  });

  it('find what stands beside any emoji', async () => {
    const codePoints = Array.from({ length: 0x20000 }, (_, index) => index + 0x80);
    const emoji = codePoints
      .filter((one) => one < 0xd800 || one > 0xdfff)
      .map((one) => String.fromCodePoint(one))
      .filter((one) => /\p{Extended_Pictographic}|\p{Emoji_Presentation}|\p{RI}/u.test(one));
    expect(emoji.length).toBeGreaterThan(1_000);
    await fill(emoji.map((one, rank) => ({ id: String(rank), rank, title: `first${one}second` })));
    expect(await idsOf(searchByWords(search), 'second', { list, limit: 1_000_000 })).toHaveLength(emoji.length);
  });

  it('of any kind are a question that the database understands', async () => {
    const sign = fc.constantFrom(...`ab1 '"\\&|!():*<->/.@-_,;%#é漢\t`);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: sign, maxLength: 12 }), async (q) => {
        await idsOf(searchByWords(search), q, { list });
      }),
      { numRuns: 300 },
    );
  });

  it('that nobody wrote, that few and that many wrote', async () => {
    await fill([...FLOODS, ...numbered(2, 'Fire in the cellar', 12), ...numbered(5, 'Nothing', 14)]);
    const found = searchByWords({ ...search, few: 5 });
    for (const q of ['flood', 'FLOOD cell', 'flooding']) expect(await idsOf(found, q, { list })).toEqual(idsIn(FLOODS));
    expect(await idsOf(found, 'fire', { list })).toEqual(['t012', 't013']);
    expect(await idsOf(found, 'cellar fire', { list })).toEqual(['t012', 't013']);
    for (const q of ['nobodywrotethis', 'flood nobodywrotethis', '?!'])
      expect(await idsOf(found, q, { list })).toEqual([]);
  });
});

describe('words that many rows have', () => {
  let found: FoundByWords;
  const ask = (q = 'flood') => idsOf(found, q);

  beforeEach(async () => {
    await fill(FLOODS);
    found = searchByWords({ ...TICKETS, few: 5 });
  });

  it('are counted once, for all pages and everybody who asks', async () => {
    expect(await countings(ask())).toBe(1);
    expect(statements).toHaveLength(1 + 3);
    expect(await countings(ask())).toBe(0);
    expect(statements).toHaveLength(3);
    expect(await countings(ask('flood cellar'))).toBe(1);
  });

  it('are counted again after a minute, however often they were asked for', async () => {
    await ask();
    clock.advance(59_999);
    expect(await countings(ask())).toBe(0);
    clock.advance(1);
    expect(await countings(ask())).toBe(1);
    expect(await countings(ask())).toBe(0);
  });

  it('are counted for each database, and for each list', async () => {
    await ask();
    const cases = searchByWords({ ...CASES, few: 5 });
    expect(await countings(idsOf(cases, 'flood', { list: 'spec.cases' }))).toBe(1);
    db = databaseThatTells();
    expect(await countings(ask())).toBe(1);
  });

  it('are found as they are now when they have become rare, and looked up once that is noticed', async () => {
    await ask();
    await test.pool.query(`update spec.tickets set title = 'Fire' where rank > 1`);
    expect(await countings(ask())).toBe(0);
    expect(await ask()).toEqual(['t000', 't001']);
    clock.advance(60_000);
    expect(await ask()).toEqual(['t000', 't001']);
    expect(statements.at(-1)).not.toContain('@@');
  });
});

describe('words that few rows have', () => {
  it.each(['fire', 'nobodywrotethis'])('are counted each time, and their rows are looked up: %s', async (q) => {
    await fill([...FLOODS, ...numbered(5, 'Fire', 12)]);
    const found = searchByWords({ ...TICKETS, few: 5 });
    for (let time = 0; time < 2; time++) {
      expect(await countings(idsOf(found, q))).toBe(1);
      expect(statements.at(-1)).not.toContain('@@');
    }
  });

  it('are many as soon as many rows have them', async () => {
    await fill(numbered(5, 'Fire'));
    const found = searchByWords({ ...TICKETS, few: 5 });
    expect(await idsOf(found, 'fire')).toEqual(idsIn(numbered(5, 'Fire')));
    await fill(numbered(6, 'Fire'));
    expect(await idsOf(found, 'fire')).toEqual(idsIn(numbered(6, 'Fire')));
    expect(statements.at(-1)).toContain('@@');
    expect(await countings(idsOf(found, 'fire'))).toBe(0);
  });
});

it('asks the database nothing where there is no word', async () => {
  const found = searchByWords(TICKETS);
  expect(await countings(found('?!', { db, clock: clock.now }))).toBe(0);
  expect(statements).toEqual([]);
});
