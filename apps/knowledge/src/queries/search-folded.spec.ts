import { ADA, CARLA, EDITH, runningKnowledge, type RunningKnowledge } from '../knowledge.fixture';

let knowledge: RunningKnowledge;

const publish = async (data: object) => {
  const { id } = await knowledge.command('DraftArticle', undefined, { body: '.', audience: 'public', ...data });
  await knowledge.command('SubmitArticle', id);
  await knowledge.command('PublishArticle', id, {}, EDITH);
};
const search = (q: string, params: object = {}, by = ADA) => knowledge.query('SearchArticles', { q, ...params }, by);
const suggest = (text: string) => knowledge.query('SuggestArticles', { text }, ADA);
const titles = ({ items }: { items: { title: string }[] }) => items.map(({ title }) => title);
const marks = ({ items }: { items: { snippet: string }[] }) =>
  items.flatMap(({ snippet }) => [...snippet.matchAll(/<mark>(.*?)<\/mark>/g)].map(([, word]) => word));

beforeAll(async () => {
  knowledge = await runningKnowledge();
  await publish({ title: 'Zweigstelle Lange Straße' });
  await publish({ title: 'VPN', body: 'The VPN in München is slow.', tags: ['außenstelle'] });
  await publish({ title: 'Letters', body: 'Ærøskøbing, ŁÓDŹ, İSTANBUL, Kapı, Þórsmörk, Cafe\u0301, sof\u00adt.' });
  await publish({ title: 'Scripts', body: 'मुद्रण में समस्या। 프린터 мой компьютер.' });
  await publish({ title: 'Plain', body: 'Goteborg, Resume.' });
  await publish({ title: 'Déploiements', body: 'Des versions déployées.', language: 'fr' });
  await publish({ title: 'Übersicht', body: 'Über die Häuser.', language: 'de' });
  await publish({ title: 'Dort', body: 'Die Brücken sind dort.', language: 'de' });
  await publish({ title: 'Geheim', body: 'Nur intern: Ångström.', audience: 'internal' });
  await publish({ title: 'Öffentlich', body: 'Angstrom.' });
});
afterAll(() => knowledge.stop());

test.each([
  ['strasse', 'Zweigstelle Lange Straße'],
  ['LANGE STRASSE', 'Zweigstelle Lange Straße'],
  ['straße', 'Zweigstelle Lange Straße'],
  ['straẞe', 'Zweigstelle Lange Straße'],
  ['stras', 'Zweigstelle Lange Straße'],
  ['munchen', 'VPN'],
  ['München', 'VPN'],
  ['Mu\u0308nchen', 'VPN'],
  ['munch', 'VPN'],
  ['aussenstelle', 'VPN'],
  ['göteborg', 'Plain'],
  ['résumé', 'Plain'],
  ['aeroskobing', 'Letters'],
  ['lodz', 'Letters'],
  ['istanbul', 'Letters'],
  ['kapi', 'Letters'],
  ['thorsmork', 'Letters'],
  ['café', 'Letters'],
  ['cafe', 'Letters'],
  ['soft', 'Letters'],
  ['मुद्रण', 'Scripts'],
  ['프린', 'Scripts'],
  ['мои', 'Scripts'],
])('%s finds what is written with other marks: %s', async (q, title) => {
  const found = await search(q);
  expect(found).toMatchObject({ matched: 'all', corrections: [] });
  expect(titles(found)).toEqual([title]);
});

test('a part of a word of a script whose words have marks is another word', async () => {
  expect((await search('मुद्र zzzzz')).matched).toBe('none');
});

test.each([
  ['munchen', ['München']],
  ['munch', ['München']],
  ['aeroskobing', ['Ærøskøbing']],
  ['lodz kapi', ['ŁÓDŹ', 'Kapı']],
  ['café', ['Cafe\u0301']],
  ['thorsmörk soft', ['Þórsmörk', 'sof\u00adt']],
  ['프린', ['프린터']],
  ['résumé', ['Resume']],
])('%s is marked as it is written: %j', async (q, marked) => {
  expect(marks(await search(q))).toEqual(marked);
});

test.each([
  ['munchne', 'münchen'],
  ['münhcen', 'münchen'],
  ['strase', 'straße'],
  ['götebogr', 'goteborg'],
  ['thorsmrok', 'þórsmörk'],
  ['Ærøskbøing', 'ærøskøbing'],
])('mistyped %s is put right by %s, in the letters of the article', async (q, right) => {
  const found = await search(q);
  expect(found.corrections).toEqual([{ word: q.toLowerCase(), instead: [right] }]);
  expect(found.items).toHaveLength(1);
});

test('of spellings that differ by marks, the one most like what was typed is told, and requesters those of public articles', async () => {
  const told = async (q: string, by = ADA) => (await search(q, {}, by)).corrections[0].instead;
  expect(await told('angstrmo')).toEqual(['angstrom']);
  expect(await told('ångströmm')).toEqual(['ångström']);
  expect(await told('ångströmm', CARLA)).toEqual(['angstrom']);
});

test('other forms of a word are found by its stem, typed with marks and without', async () => {
  for (const [language, title, ...all] of [
    ['fr', 'Déploiements', 'déployée', 'déploiement', 'deploiement'],
    ['de', 'Übersicht', 'haus', 'häusern', 'hausern'],
    ['de', 'Dort', 'brücke', 'brucke'],
  ])
    for (const q of all) {
      const found = await search(q, { language });
      expect({ q, found: titles(found), corrections: found.corrections }).toEqual({
        q,
        found: [title],
        corrections: [],
      });
    }
});

test('a word that every text of the language has says nothing, in its own letters', async () => {
  expect(titles(await search('über häuser', { language: 'de' }))).toEqual(['Übersicht']);
  expect(titles(await search('über brücken', { language: 'de' }))).toEqual(['Dort']);
});

test('articles are suggested by words in other letters, which are told as the incident has them', async () => {
  for (const [text, word] of [
    ['VPN in Munchen', 'munchen'],
    ['Büro Göteborg', 'göteborg'],
  ] as const) {
    const { items } = await suggest(text);
    expect(items[0].reasons[0]).toMatchObject({ kind: 'words', what: expect.arrayContaining([word]) });
  }
  expect(titles(await suggest('Lange Strasse'))).toEqual(['Zweigstelle Lange Straße']);
});

test.each([
  ['16.2.3', 'Crash in v16.2.3'],
  ['v16.2.3', 'Crash in 16.2.3'],
])('version %s finds %s, and is marked and suggested', async (q, title) => {
  await publish({ title, body: `It says ${title.split(' ').at(-1)}.`, tags: ['crashes'] });
  const found = await search(`${q} crash`, { tag: 'crashes' });
  expect(found).toMatchObject({ matched: 'all', corrections: [] });
  expect(titles(found)).toContain(title);
  expect(found.items.find((one: { title: string }) => one.title === title).snippet).toMatch(/<mark>v?16<\/mark>/);
  expect(titles(await suggest(`Since ${q} nothing`))).toContain(title);
});
