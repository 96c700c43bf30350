import { ADA, CARLA, EDITH, runningKnowledge, type RunningKnowledge } from '../knowledge.fixture';

let knowledge: RunningKnowledge;
const ids: Record<string, string> = {};
const names = (page: { items: { title: string }[] }) => page.items.map(({ title }) => title);
const list = (params: object = {}, by = ADA) => knowledge.query('ListArticles', params, by);

/** Titles are letters, so that orders are told at a glance. */
const ARTICLES = {
  A: { audience: 'public', category: 'vpn', tags: ['remote', 'login'], language: 'de' },
  B: { audience: 'internal', category: 'vpn', service: { id: 's-1', name: 'Mail' } },
  C: { audience: 'public', category: 'mail', owner: { id: 'p-o', name: 'Olga' } },
  D: { audience: 'public' },
};

beforeAll(async () => {
  knowledge = await runningKnowledge();
  for (const [title, content] of Object.entries(ARTICLES)) {
    const { id } = await knowledge.command('DraftArticle', undefined, { title, body: 'Text.', ...content });
    ids[title] = id;
    if (title === 'D') continue;
    knowledge.clock.advance(1_000);
    await knowledge.command('SubmitArticle', id);
    await knowledge.command('PublishArticle', id, { reviewBy: `203${title === 'A' ? 1 : 2}-01-01` }, EDITH);
  }
});
afterAll(() => knowledge.stop());

test.each([
  [{ category: 'vpn' }, 'AB'],
  [{ audience: 'public' }, 'ACD'],
  [{ state: 'draft' }, 'D'],
  [{ state: 'draft,published' }, 'ABCD'],
  [{ draft: 'draft' }, 'D'],
  [{ tag: 'login' }, 'A'],
  [{ language: 'de' }, 'A'],
  [{ serviceId: 's-1' }, 'B'],
  [{ service: 'Mail' }, 'B'],
  [{ ownerId: 'p-o' }, 'C'],
  [{ owner: 'Olga' }, 'C'],
  [{ knownError: true }, ''],
  [{ knownError: false, category: 'mail' }, 'C'],
  [{ reviewDueBefore: '2031-01-02' }, 'A'],
  [{ category: 'vpn', audience: 'internal' }, 'B'],
])('the filter %j keeps %s', async (filter, kept) => {
  expect(names(await list({ ...filter, sort: 'title' })).join('')).toBe(kept);
});

test.each([
  ['title', 'ABCD'],
  ['-title', 'DCBA'],
  ['number', 'ABCD'],
  ['-number', 'DCBA'],
  ['-publishedAt', /CBA/],
  ['reviewBy', /A(BC|CB)/],
])('sorted by %s, page by page as in one', async (sort, order) => {
  expect(names(await list({ sort })).join('')).toMatch(order);
  const paged: string[] = [];
  let after: string | undefined;
  do {
    const page = await list({ sort, limit: 1, ...(after && { after }) });
    paged.push(...names(page));
    after = page.next;
  } while (after);
  expect(paged).toEqual(names(await list({ sort })));
});

test('a requester is told public articles alone, whatever is asked for', async () => {
  for (const params of [{}, { state: 'draft,published' }, { draft: 'draft' }, { sort: '-updatedAt' }])
    expect(names(await list(params, CARLA)).sort()).toEqual(['A', 'C']);
  const { items } = await list({}, CARLA);
  expect(JSON.stringify(items)).not.toMatch(/owner|reviewBy|draft|updatedAt/);
});

test('a requester learns review days neither by a filter nor by an order', async () => {
  for (const params of [{ reviewDueBefore: '2031-01-02' }, { reviewDueBefore: '2030-01-01' }])
    expect(names(await list(params, CARLA)).sort()).toEqual(['A', 'C']);
  for (const sort of ['reviewBy', '-reviewBy'])
    expect(names(await list({ sort }, CARLA))).toEqual(
      names(await list({ sort: sort.replace('reviewBy', 'publishedAt') }, CARLA)),
    );
  const first = await list({ sort: 'reviewBy', limit: 1 }, CARLA);
  expect(Buffer.from(first.next, 'base64url').toString()).not.toContain('2031');
});

test.each([
  [{ sort: 'body' }],
  [{ limit: 0 }],
  [{ audience: 'secret' }],
  [{ after: 'nonsense' }],
  [{ reviewDueBefore: 'soon' }],
])('what cannot be asked is refused: %j', async (params) => {
  await expect(list(params)).rejects.toMatchObject({ status: 400 });
});

test.each([
  ['DraftArticle', { title: '', body: 'x' }],
  ['DraftArticle', { title: 'x', body: 'x', audience: 'secret' }],
  ['DraftArticle', { title: 'x', body: 'x', tags: ['a', 'a'] }],
  ['DraftArticle', { title: 'x', body: 'x', odd: true }],
  ['ReviseArticle', { language: 'English' }],
  ['LinkArticle', { kind: 'odd', target: { id: 'x', name: 'x' } }],
  ['RescheduleArticleReview', { reviewBy: '2031-02-30' }],
  ['RateArticle', { helpful: 'yes' }],
])('a bad %s is refused and records nothing: %j', async (type, data) => {
  const head = await knowledge.store.head();
  await expect(knowledge.command(type, type === 'DraftArticle' ? undefined : ids.D, data)).rejects.toMatchObject({
    status: 400,
  });
  expect(await knowledge.store.head()).toBe(head);
});

test('links and owner are shown as they were at any instant', async () => {
  const { id, at } = { id: ids.B!, at: knowledge.clock.now().toISOString() };
  knowledge.clock.advance(1_000);
  const target = { id: 'prb-1', name: 'PRB0000001' };
  await knowledge.command('LinkArticle', id, { kind: 'problem', target });
  await knowledge.command('ChangeArticleOwner', id, { owner: null }, EDITH);
  const get = (asOf?: string) => knowledge.query('GetArticle', { id, ...(asOf && { asOf }) });
  expect(await get()).toMatchObject({ owner: null, links: [{ kind: 'problem', target }] });
  expect(await get(at)).toMatchObject({ owner: { id: ADA.actor.id }, links: [] });
  await expect(get('2000-01-01T00:00:00.000Z')).rejects.toMatchObject({ status: 404, code: 'not-found' });
});
