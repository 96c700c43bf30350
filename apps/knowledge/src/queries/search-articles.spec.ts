import { ADA, CARLA, EDITH, runningKnowledge, type RunningKnowledge } from '../knowledge.fixture';

let knowledge: RunningKnowledge;

const publish = async (data: object) => {
  const { id } = await knowledge.command('DraftArticle', undefined, { body: '.', audience: 'public', ...data });
  await knowledge.command('SubmitArticle', id);
  await knowledge.command('PublishArticle', id, {}, EDITH);
};
const search = (q: string, params: object = {}, by = ADA) => knowledge.query('SearchArticles', { q, ...params }, by);
const suggest = (params: object, by = ADA) => knowledge.query('SuggestArticles', params, by);
const titles = ({ items }: { items: { title: string }[] }) => items.map(({ title }) => title);

beforeAll(async () => {
  knowledge = await runningKnowledge();
  for (let index = 0; index < 30; index++)
    await publish({ title: `Common ${index}`, body: 'The gateway and the tunnel are words of many texts.' });
  await publish({ title: 'Tunnel', body: 'Nothing of the other word.', tags: ['narrow'], category: 'net' });
  await publish({ title: 'Printing', body: 'Printers print what was printed.', language: 'en' });
  await publish({ title: 'Drucken', body: 'Die Drucker drucken.', language: 'de', tags: ['narrow'] });
  await publish({ title: 'Zebra', body: 'Zebras.', audience: 'internal' });
  await publish({ title: 'Zebroid', body: 'Zebroids are no zebras, and no okapis.' });
});
afterAll(() => knowledge.stop());

test('of those with some of the words, the ones with one in title or tags come first', async () => {
  const found = await search('tunnel zzzzz');
  expect(found.matched).toBe('some');
  expect(titles(found)[0]).toBe('Tunnel');
  expect(found.items).toHaveLength(10);
  const all = await search('tunnel zzzzz', { limit: 50 });
  expect(titles(all)).toHaveLength(31);
  expect(new Set(titles(all)).size).toBe(31);
});

test('where enough have one of the words in the title, no others are shown', async () => {
  const found = await search('common printed', { limit: 20 });
  expect(found.matched).toBe('some');
  expect(titles(found).every((title) => /^(Common|Printing)/.test(title))).toBe(true);
});

test('more than are ranked by their text can be asked for, each once', async () => {
  const found = titles(await search('gateway tunnel', { limit: 50 }));
  expect(found).toHaveLength(30);
  expect(new Set(found).size).toBe(30);
});

test('a mistyped word among right ones is put right, and those are kept as they are', async () => {
  const found = await search('printing pritners');
  expect(found).toMatchObject({ matched: 'all', corrections: [{ word: 'pritners', instead: ['printers'] }] });
  expect(titles(found)).toEqual(['Printing']);
  expect(found.items[0].snippet).toContain('<mark>Printers</mark>');
});

test('what is mistyped is put right by the nearest words, and some of the words are enough where none has all', async () => {
  const found = await search('okapsi tunnel');
  expect(found).toMatchObject({ matched: 'some', corrections: [{ word: 'okapsi', instead: ['okapis'] }] });
  expect(titles(found)[0]).toBe('Tunnel');
  expect(titles(await search('okapsi tunnel', { limit: 50 }))).toContain('Zebroid');
});

test.each([
  [{ tag: 'narrow' }, ['Tunnel']],
  [{ category: 'net' }, ['Tunnel']],
  [{ language: 'de' }, []],
  [{ audience: 'internal' }, []],
  [{ knownError: true }, []],
])('the filter %j keeps %j, whether all words occur or some', async (params, kept) => {
  for (const q of ['tunnel', 'tunnel zzzzz', 'tunnle', 'tunnle zzzzz'])
    expect(titles(await search(q, params))).toEqual(kept);
});

test('words are found in any form of the language that is asked for', async () => {
  expect(await search('prints printed')).toMatchObject({ matched: 'all', corrections: [] });
  expect(titles(await search('druckern', { language: 'de' }))).toEqual(['Drucken']);
});

test('nothing tells a requester of words or articles that are internal', async () => {
  expect(titles(await search('zebra')).sort()).toEqual(['Zebra', 'Zebroid']);
  const found = await search('zebra', {}, CARLA);
  expect(titles(found)).toEqual(['Zebroid']);
  expect(await search('zebar')).toMatchObject({ corrections: [{ word: 'zebar', instead: ['zebra'] }] });
  expect(await search('zebar', {}, CARLA)).toEqual({ items: [], matched: 'none', corrections: [] });
  expect(titles(await suggest({ text: 'zebra' }, CARLA))).toEqual(['Zebroid']);
});

test('suggested first is what has the rare words in its title, then what has them in its text', async () => {
  const { items } = await suggest({ text: 'The gateway and the tunnel: printing of zebroids', limit: 20 });
  expect(titles({ items }).slice(0, 2).sort()).toEqual(['Printing', 'Zebroid']);
  expect(titles({ items })[2]).toBe('Tunnel');
  const scores = items.map(({ score }: { score: number }) => score);
  expect(scores).toEqual([...scores].sort((one, other) => other - one));
  expect(items[0].publishedAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/);
});

test('numbers and other words that are not kept count as they occur', async () => {
  await publish({ title: 'Error 4711', body: 'It says 4711.' });
  expect(titles(await suggest({ text: 'Error 4711 at the gateway' }))[0]).toBe('Error 4711');
});

test('a commit is no other form of one that begins with the same number, as 7e3', async () => {
  await publish({ title: 'First build', body: 'Built from 7e3d4c5.' });
  await publish({ title: 'Second build', body: 'Built from 7e3d4c9.' });
  expect(titles(await search('7e3d4c5'))).toEqual(['First build']);
  const { items } = await suggest({ text: 'Broken since 7e3d4c9' });
  expect(titles({ items })).toEqual(['Second build']);
});
