import { MAX, runningChanges, type RunningChanges } from '../change.fixture';

let changes: RunningChanges;
beforeAll(async () => (changes = await runningChanges()));
afterAll(() => changes.stop());

const PLANNED = { plannedStart: '2026-03-05T20:00:00.000Z', plannedEnd: '2026-03-05T22:00:00.000Z' };
const MAIL = { id: 's-mail', name: 'Mail' };
const ref = (id: string) => ({ id, name: id });
const draft = async (data: object) =>
  (await changes.command('DraftChange', undefined, { type: 'emergency', title: 'Patch', ...PLANNED, ...data })).id;
const touching = async (params: object) => {
  const { items } = await changes.query('ChangesTouching', {
    from: '2026-03-05T00:00:00Z',
    to: '2026-03-06T00:00:00Z',
    ...params,
  });
  return items as { change: { id: string } }[];
};
const ids = (items: readonly { change: { id: string } }[]) => items.map(({ change }) => change.id);

test('names what is touched, once each, and leaves out drafts and canceled changes', async () => {
  const both = await draft({ cis: [ref('a1'), ref('a2'), ref('a3')], service: MAIL });
  const byService = await draft({ service: MAIL });
  const canceled = await draft({ cis: [ref('a1')] });
  await draft({ cis: [ref('a1')] });
  for (const id of [both, byService, canceled]) await changes.command('SubmitChange', id);
  await changes.command('CancelChange', canceled, { reason: 'No.' });
  const found = await touching({ ciIds: ['a1', 'a3', 'other'], serviceIds: [MAIL.id] });
  expect(ids(found).sort()).toEqual([both, byService].sort());
  expect(found.find(({ change }) => change.id === both)).toMatchObject({
    start: PLANNED.plannedStart,
    end: PLANNED.plannedEnd,
    actual: false,
    touches: { cis: [ref('a1'), ref('a3')], service: MAIL },
  });
  expect(ids(await touching({ ciIds: ['a1'] }))).toEqual([both]);
  expect(await touching({})).toEqual([]);
});

test('once begun the actual time counts instead of the plan, without end while under way', async () => {
  const id = await draft({ cis: [ref('b1')] });
  await changes.command('StartChangeImplementation', id);
  const march2 = { from: '2026-03-02T00:00:00Z', to: '2026-03-03T00:00:00Z' };
  expect(await touching({ ciIds: ['b1'], ...march2 })).toMatchObject([{ actual: true, end: null }]);
  expect(ids(await touching({ ciIds: ['b1'] }))).toEqual([id]);
  await changes.command('FinishChangeImplementation', id, { result: 'successful' });
  expect(await touching({ ciIds: ['b1'] })).toEqual([]);
  expect(await touching({ ciIds: ['b1'], ...march2 })).toMatchObject([{ end: '2026-03-02T09:00:00.000Z' }]);
});

test('the latest come first; more than asked for is said', async () => {
  const early = await draft({ cis: [ref('c1')] });
  const late = await draft({ cis: [ref('c1')], plannedStart: '2026-03-05T21:00:00.000Z' });
  for (const id of [early, late]) await changes.command('SubmitChange', id);
  const params = { ciIds: ['c1'], from: '2026-03-05T00:00:00Z', to: '2026-03-06T00:00:00Z' };
  const page = await changes.query('ChangesTouching', { ...params, limit: 1 }, MAX);
  expect(page).toMatchObject({ items: [{ change: { id: late } }], truncated: true });
});

test.each([
  [{ limit: 201 }],
  [{ limit: 0 }],
  [{ ciIds: Array.from({ length: 501 }, (_, at) => `ci-${at}`) }],
  [{ serviceIds: Array.from({ length: 201 }, (_, at) => `s-${at}`) }],
  [{ from: 'yesterday' }],
])('refuses what is out of bounds', async (params) => {
  await expect(touching(params)).rejects.toMatchObject({ status: 400 });
});
