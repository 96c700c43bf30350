import { FakeReader } from '../fixtures/infrastructure.fixture';
import { KeptRows } from './kept-rows';

let reader: FakeReader;
let rows: KeptRows;
let table: Record<string, string>;
let loads: string[];

beforeEach(() => {
  reader = new FakeReader('levels', []);
  rows = new KeptRows(reader);
  [table, loads] = [{ a: 'one', b: 'two' }, []];
});

const get = (key: string): Promise<string | undefined> =>
  rows.get(key, async () => {
    loads.push(key);
    return table[key];
  });

function change(key: string, value: string): void {
  table[key] = value;
  reader.tellChanged([key]);
}

it('are loaded once, also one that is not there', async () => {
  expect([await get('a'), await get('a'), await get('c'), await get('c')]).toEqual([
    'one',
    'one',
    undefined,
    undefined,
  ]);
  expect(loads).toEqual(['a', 'c']);
});

it('are loaded again when they changed, and only those', async () => {
  await Promise.all([get('a'), get('b'), get('c')]);
  change('a', 'new');
  change('c', 'three');
  expect([await get('a'), await get('b'), await get('c')]).toEqual(['new', 'two', 'three']);
  expect(loads).toEqual(['a', 'b', 'c', 'a', 'c']);
});

it('are loaded again when they changed while they were loaded', async () => {
  const old = get('a');
  change('a', 'new');
  await old;
  expect(await get('a')).toBe('new');
});

it('are all loaded again when any may have changed', async () => {
  await Promise.all([get('a'), get('b')]);
  reader.tellChanged();
  await Promise.all([get('a'), get('b')]);
  expect(loads).toEqual(['a', 'b', 'a', 'b']);
});

it('are not kept where another process feeds the table', async () => {
  await get('a');
  reader.feeds = false;
  table['a'] = 'new';
  expect([await get('a'), await get('a')]).toEqual(['new', 'new']);
});

it('are loaded again after some seconds, as others may write in passing', async () => {
  const now = jest.spyOn(performance, 'now').mockReturnValue(0);
  await get('a');
  table['a'] = 'new';
  now.mockReturnValue(4_999);
  expect(await get('a')).toBe('one');
  now.mockReturnValue(5_001);
  expect(await get('a')).toBe('new');
  now.mockRestore();
});

it('are asked for again when they could not be loaded', async () => {
  await expect(rows.get('a', () => Promise.reject(new Error('The database is away.')))).rejects.toThrow('away');
  expect(await get('a')).toBe('one');
});
