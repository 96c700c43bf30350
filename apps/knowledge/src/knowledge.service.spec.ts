import { knownErrorArticleId } from '@opsledger/contracts';
import {
  ADA,
  CARLA,
  EDITH,
  SAM,
  referenceTo,
  reporters,
  seenByThen,
  runningKnowledge,
  type RunningKnowledge,
} from './knowledge.fixture';

let knowledge: RunningKnowledge;
beforeAll(async () => (knowledge = await runningKnowledge()));
afterAll(() => knowledge.stop());

const refused = { status: 404, code: 'not-found' };
const give = (type: string, id: string | undefined, data: object = {}, by = ADA) =>
  knowledge.command(type, id, data, by);
const ask = (type: string, params: object = {}, by = ADA) => knowledge.query(type, params, by);
const get = (id: string, params: object = {}, by = ADA) => ask('GetArticle', { id, ...params }, by);
const search = (q: string, by = ADA) => ask('SearchArticles', { q }, by);
const idsOf = ({ items }: { items: { id: string }[] }) => items.map(({ id }) => id);

const draft = (data: object = {}) => give('DraftArticle', undefined, { title: 'A title', body: 'A body.', ...data });
const publish = async (id: string, data: object = {}) => {
  await give('SubmitArticle', id);
  await give('PublishArticle', id, data, EDITH);
};
const published = async (data: object = {}) => {
  const it = await draft(data);
  await publish(it.id);
  return it;
};

test('a published article stays readable and found in its text while its next version is drafted', async () => {
  const { id, number } = await published({ title: 'Reset a zebracard', body: 'Press **here**.', audience: 'public' });
  await give('StartArticleVersion', id);
  await give('ReviseArticle', id, { title: 'Reset a giraffecard', body: 'Press there.', audience: 'internal' });
  expect(number).toMatch(/^KB\d{7}$/);
  for (const by of [ADA, CARLA]) {
    expect(await get(number!, { html: true }, by)).toMatchObject({
      title: 'Reset a zebracard',
      body: 'Press **here**.',
      html: '<p>Press <strong>here</strong>.</p>\n',
      state: 'published',
      articleVersion: 1,
    });
    expect(idsOf(await search('zebracard', by))).toEqual([id]);
    expect(idsOf(await search('giraffecard', by))).toEqual([]);
  }
  expect(await get(id, { version: 'draft' })).toMatchObject({
    title: 'Reset a giraffecard',
    shown: 'draft',
    articleVersion: 2,
  });
  await publish(id);
  expect(idsOf(await search('giraffecard'))).toEqual([id]);
  expect(idsOf(await search('zebracard'))).toEqual([]);
  expect(await get(id)).toMatchObject({ articleVersion: 2, versions: [{ state: 'retired' }, { state: 'published' }] });
  expect((await get(id, { version: '1' })).title).toBe('Reset a zebracard');
});

test('internal articles and drafts are nowhere to be found for a requester', async () => {
  const about = { category: 'walrus', cis: [{ id: 'ci-w', name: 'Walrus' }], tags: ['walrustag'] };
  const { id, number } = await published({ title: 'Walrus secrets', ...about });
  const { id: open } = await published({ title: 'Walrus for all', audience: 'public', ...about });
  const drafted = await draft({ title: 'Walrus to come', audience: 'public', ...about });
  for (const name of [id, number!, drafted.id])
    for (const params of [
      {},
      { version: 'live' },
      { version: '1' },
      { version: 'draft' },
      { asOf: '2030-01-01T00:00:00Z' },
    ])
      await expect(get(name, params, CARLA)).rejects.toMatchObject(refused);
  await expect(get(open, { version: 'draft' }, CARLA)).rejects.toMatchObject(refused);
  await expect(ask('GetArticleHistory', { id: open }, CARLA)).rejects.toMatchObject(refused);
  await expect(ask('ListArticleFeedback', { id: open }, CARLA)).rejects.toMatchObject(refused);
  for (const type of ['ViewArticle', 'RateArticle'])
    await expect(give(type, id, type === 'RateArticle' ? { helpful: true } : {}, CARLA)).rejects.toMatchObject(refused);
  expect(idsOf(await search('walrus', CARLA))).toEqual([open]);
  expect(await search('secrtes', CARLA)).toEqual({ items: [], matched: 'none', corrections: [] });
  expect(idsOf(await ask('ListArticles', { category: 'walrus' }, CARLA))).toEqual([open]);
  expect(idsOf(await ask('ListArticles', { audience: 'internal' }, CARLA))).toEqual([]);
  const params = { text: 'Walrus secrets', ciIds: 'ci-w', category: 'walrus' };
  expect(idsOf(await ask('SuggestArticles', params, CARLA))).toEqual([open]);
  expect(idsOf(await ask('SuggestArticles', params)).sort()).toEqual([id, open].sort());
  expect(Object.keys(await get(open, {}, CARLA))).not.toEqual(expect.arrayContaining(['links']));
  expect(JSON.stringify(await get(open, {}, CARLA))).not.toMatch(/owner|draft|contributors|use/);
});

test.each(['example.com', '16.2', 'var/log'])('what signs hold together is found by its parts: %s', async (q) => {
  const { id } = await published({ body: 'Install 16.2 on web-01.example.com, see /var/log/messages.' });
  expect(idsOf(await search(q))).toContain(id);
});

test('mistyped words are found, titles before tags before text, and snippets are escaped', async () => {
  const title = await published({ title: 'Okapi printer', audience: 'public' });
  const tag = await published({ title: 'Other', tags: ['okapi'], audience: 'public' });
  const body = await published({ title: 'Third', body: 'The okapi says `<script>` & more.', audience: 'public' });
  expect(idsOf(await search('okapi'))).toEqual([title.id, tag.id, body.id]);
  expect(idsOf(await search('prinetr okapi', CARLA))).toEqual([title.id]);
  expect(await search('okpai', CARLA)).toMatchObject({ corrections: [{ word: 'okpai', instead: ['okapi'] }] });
  const { items } = await search('okapi');
  expect(items[2].snippet).toBe('The <mark>okapi</mark> says &lt;script&gt; &amp; more.');
  for (const q of ['!!!', `& | ! ( :* ' \\`]) expect(idsOf(await search(q))).toEqual([]);
  await give('RetireArticle', title.id, { reason: 'Gone.' }, EDITH);
  expect(idsOf(await search('okapi'))).toEqual([tag.id, body.id]);
  await expect(get(title.id, {}, CARLA)).rejects.toMatchObject(refused);
});

test('suggestions say why', async () => {
  const cis = [{ id: 'ci-llama', name: 'Llama server' }];
  const { id } = await published({ title: 'Llama gateway rejects certificates', category: 'llama', cis });
  const { items } = await ask('SuggestArticles', {
    text: 'Since today users cannot log in, the llama complains about certificates',
    ciIds: 'ci-llama',
    category: 'llama',
  });
  expect(items[0]).toMatchObject({
    id,
    reasons: [{ kind: 'words' }, { kind: 'ci', what: ['ci-llama'] }, { kind: 'category' }],
  });
  expect(items[0].reasons[0].what).toEqual(expect.arrayContaining(['llama', 'certificates']));
  await expect(ask('SuggestArticles')).rejects.toMatchObject({ status: 400 });
});

test('authors do not review, and reviews fall due once', async () => {
  const { id } = await draft();
  await give('ReviseArticle', id, { body: 'Better.' }, EDITH);
  await give('SubmitArticle', id);
  await expect(give('PublishArticle', id, {}, EDITH)).rejects.toMatchObject({
    status: 403,
    code: 'reviewer-is-author',
  });
  const other = { ...EDITH, actor: { ...EDITH.actor, id: 'p-other' } };
  await give('PublishArticle', id, { reviewBy: '2026-03-05' }, other);
  const due = () => ask('ListArticles', { reviewDueBefore: '2026-03-06' });
  expect(idsOf(await due())).toEqual([id]);
  knowledge.clock.set('2026-03-05T00:00:00.000Z');
  await knowledge.settle();
  await knowledge.settle();
  const { items } = await ask('GetArticleHistory', { id });
  expect(items.filter(({ type }: { type: string }) => type === 'ArticleReviewFellDue')).toHaveLength(1);
  await give('RescheduleArticleReview', id, { reviewBy: '2027-01-01', confirmed: true }, EDITH);
  expect(idsOf(await due())).toEqual([]);
});

test('use is counted beside the article: views, answers, incidents, and what was spared', async () => {
  const { id } = await published({ audience: 'public' });
  const { version } = await get(id);
  for (const by of [CARLA, CARLA, SAM, ADA]) await give('ViewArticle', id, {}, by);
  await give('RateArticle', id, { helpful: true }, CARLA);
  await give('RateArticle', id, { helpful: false, comment: 'Not quite.' }, CARLA);
  const incident = crypto.randomUUID();
  const keys = { number: 'INC0000001' };
  const said = { keys, knowledge: { id, name: 'KB' } };
  await knowledge.happened('incident', incident, 'IncidentResolved', said);
  await knowledge.happened('incident', incident, 'IncidentResolved', said);
  await knowledge.happened('incident', incident, 'IncidentLinked', { keys, kind: 'knowledge', target: said.knowledge });
  await knowledge.happened('incident', incident, 'IncidentUnlinked', {
    keys,
    kind: 'knowledge',
    target: said.knowledge,
  });
  reporters.add(SAM.actor.id);
  knowledge.clock.advance(24 * 3_600_000 - 1);
  await knowledge.settle();
  expect((await get(id)).use).toMatchObject({ views: 3, requesterViews: 2, deflected: 0 });
  knowledge.clock.advance(1);
  await knowledge.settle();
  expect(await get(id)).toMatchObject({
    version,
    use: { views: 3, requesterViews: 2, deflected: 1, resolved: 1, linked: 0, helpful: 0, notHelpful: 1 },
  });
  const { items } = await ask('ListArticleFeedback', { id });
  expect(items).toMatchObject([
    { person: referenceTo(CARLA), helpful: false, comment: 'Not quite.', articleVersion: 1 },
  ]);
});

test('whether a view spared an incident is asked of a list that has seen every incident of the day', async () => {
  const { id } = await published({ audience: 'public' });
  await give('ViewArticle', id, {}, CARLA);
  knowledge.clock.advance(24 * 3_600_000);
  await knowledge.happened('incident', crypto.randomUUID(), 'IncidentLogged', { keys: { number: 'INC0000004' } });
  const logged = await knowledge.store.head();
  seenByThen.length = 0;
  await knowledge.settle();
  expect(seenByThen.map((position = '') => position >= logged)).toEqual([true]);
});

test('a problem drafts its known error once, and proposes what it says later', async () => {
  const problem = crypto.randomUUID();
  const id = knownErrorArticleId(problem);
  const record = async (workaround: string) => {
    const keys = { number: 'PRB0000007', service: null, category: null };
    const data = { keys, title: 'Leaks', symptoms: 'It leaks.', workaround };
    await knowledge.happened('problem', problem, 'ProblemWorkaroundRecorded', data);
    await knowledge.settle();
  };
  await record('Restart it.');
  await record('Restart it.');
  const first = await get(id);
  expect(first).toMatchObject({ state: 'draft', knownError: true, audience: 'internal', version: 2 });
  expect(first.body).toContain('## Symptoms\n\nIt leaks.\n\n## Workaround\n\nRestart it.');
  await publish(id);
  await record('Restart it twice.');
  const { number } = await get(id);
  expect(await get(id)).toMatchObject({ state: 'published', articleVersion: 1, draft: { articleVersion: 2 } });
  expect((await get(number, { version: 'draft' })).body).toContain('## Workaround\n\nRestart it twice.\n\n## Cause');
  const { items } = await search('leaks');
  expect(items[0]).toMatchObject({ id, knownError: true });
  const keys = { number: 'PRB0000007', service: null, category: null };
  const withdrawn = { keys, title: 'Leaks', symptoms: null, workaround: 'Restart it twice.', reason: 'It burns.' };
  await knowledge.happened('problem', problem, 'ProblemWorkaroundWithdrawn', withdrawn);
  await knowledge.settle();
  expect((await get(number, { version: 'draft' })).body).toContain(
    '## Workaround\n\nThere is none: the one that was here has been withdrawn. It burns.\n\n## Cause',
  );
});

test('an incident that names an article by its number counts as one that names it by its id', async () => {
  const { id, number } = await published();
  const incident = crypto.randomUUID();
  const keys = { number: 'INC0000002' };
  const target = { id: number!.toLowerCase(), name: number! };
  await knowledge.happened('incident', incident, 'IncidentResolved', { keys, knowledge: target });
  await knowledge.happened('incident', incident, 'IncidentLinked', { keys, kind: 'knowledge', target });
  await knowledge.happened('incident', incident, 'IncidentResolved', {
    keys,
    knowledge: { id: 'KB9999999', name: '' },
  });
  await knowledge.settle();
  expect((await get(id)).use).toMatchObject({ resolved: 1, linked: 1 });
  await knowledge.happened('incident', incident, 'IncidentUnlinked', { keys, kind: 'knowledge', target });
  await knowledge.settle();
  expect((await get(id)).use).toMatchObject({ resolved: 1, linked: 0 });
});

test('a link whose import is taken back counts no longer', async () => {
  const { id, number } = await published();
  const incident = crypto.randomUUID();
  const keys = { number: 'INC0000003' };
  const link = { kind: 'knowledge', target: { id, name: number! } };
  await knowledge.happened('incident', incident, 'IncidentLinked', { keys, ...link });
  await knowledge.settle();
  expect((await get(id)).use).toMatchObject({ linked: 1 });
  const taken = { keys, batch: 'b-1', reason: null, unlinked: [link] };
  await knowledge.happened('incident', incident, 'IncidentImportWithdrawn', taken);
  await knowledge.settle();
  expect((await get(id)).use).toMatchObject({ linked: 0 });
});

test('words that no live article uses any more are unknown, and those of internal ones to requesters', async () => {
  const gone = await published({ title: 'Quagga', audience: 'public' });
  const secret = await published({ title: 'Bongoword', audience: 'public' });
  expect((await search('quaggs', CARLA)).corrections).toEqual([{ word: 'quaggs', instead: ['quagga'] }]);
  await give('RetireArticle', gone.id, { reason: 'Gone.' }, EDITH);
  await give('StartArticleVersion', secret.id);
  await give('ReviseArticle', secret.id, { audience: 'internal' });
  await publish(secret.id);
  for (const by of [ADA, CARLA]) expect((await search('quaggs', by)).corrections).toEqual([]);
  expect(await search('bongowrod', CARLA)).toEqual({ items: [], matched: 'none', corrections: [] });
  expect((await search('bongowrod')).corrections).toEqual([{ word: 'bongowrod', instead: ['bongoword'] }]);
});

test('words are found in another form, within addresses, and beside words that every text has', async () => {
  const { id } = await published({ title: 'Certificates', body: 'Ask vpn01.tapir.example for its certificates.' });
  for (const q of ['certificate', 'the certificate of tapir', 'vpn01', 'tapir.example']) {
    const found = await search(q);
    expect(found).toMatchObject({ matched: 'all', corrections: [] });
    expect(idsOf(found)).toContain(id);
  }
  expect((await search('tapir certificate')).items[0].snippet).toBe(
    'Ask vpn01.<mark>tapir</mark>.example for its <mark>certificates</mark>.',
  );
});
