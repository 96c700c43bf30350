import { timelineContracts, type HistoryEntry } from '@opsledger/contracts';
import { notFound } from '@opsledger/service-kit';
import { ADA, answering, runningServices, type RunningServices } from '@opsledger/service-testing';
import { RECORD_KINDS } from './links/record-kinds';
import { timelineService } from './timeline.service';

const ids = {
  INC0000001: '0199a000-0000-7000-8000-000000000001',
  INC0000002: '0199a000-0000-7000-8000-000000000002',
  INC0000003: '0199a000-0000-7000-8000-000000000003',
} as const;
type Number = keyof typeof ids;

const fact = (at: string, type: string, data: object = {}): HistoryEntry => ({
  id: `${type} ${at}`,
  type,
  revision: 1,
  occurredAt: `2026-03-02T${at}:00.000Z`,
  recordedAt: `2026-03-02T${at}:01.000Z`,
  by: ADA.actor,
  changes: [],
  data: data as HistoryEntry['data'],
  imported: null,
});

const histories: Readonly<Record<Number, readonly HistoryEntry[]>> = {
  INC0000001: [fact('09:00', 'IncidentLogged'), fact('12:00', 'IncidentResolved', { notes: 'Cable replaced.' })],
  INC0000002: [fact('10:00', 'IncidentLogged'), fact('11:00', 'IncidentCanceled', { reason: 'The same cable.' })],
  INC0000003: [fact('10:30', 'IncidentLogged')],
};

const incidents = answering('incident', {
  GetIncidentHistory: ({ id }: { id: string }) => {
    const number = (Object.keys(ids) as Number[]).find((one) => one === id.toUpperCase() || ids[one] === id);
    if (!number) throw notFound(`There is no incident ${id}.`);
    return { id: ids[number], number, external: null, items: histories[number] };
  },
});

const DEPLOYMENT = '0199a000-0000-5000-8000-00000000000d';
const deployment = {
  id: DEPLOYMENT,
  source: 'github-actions',
  externalId: '4711',
  items: [fact('08:00', 'DeploymentReported')],
};

/** They run, and know nothing but a deployment. */
const others = ['problem', 'change', 'cmdb', 'knowledge'].map((service) => {
  const nothing = ({ id }: { id: string }) => {
    if (service === 'change' && id === DEPLOYMENT) return deployment;
    throw notFound('There is no such record.');
  };
  const histories = RECORD_KINDS.filter((kind) => kind.service === service).map(({ history }) => [history, nothing]);
  return answering(service, Object.fromEntries(histories));
});

let timeline: RunningServices;
beforeAll(async () => {
  timeline = await runningServices(
    [{ definition: timelineService, contracts: timelineContracts }],
    [incidents, ...others],
  );
});
afterAll(() => timeline.stop());

const linking = (from: Number, type: 'IncidentLinked' | 'IncidentUnlinked', to: Number, at: string) =>
  timeline.state('incident', ids[from], {
    type,
    data: { keys: { number: from }, kind: 'duplicate_of', target: { id: ids[to], name: to } },
    occurredAt: `2026-03-02T${at}:00.000Z`,
  });

test('a record and those it is linked with, every fact in order, each with who, when and why', async () => {
  await linking('INC0000002', 'IncidentLinked', 'INC0000001', '10:15');
  timeline.clock.set('2026-03-02T13:00:00Z');

  const { subject, records, items } = await timeline.query('GetTimeline', { subject: 'inc0000001' });
  expect(subject).toEqual({ id: ids.INC0000001, name: 'INC0000001', record: 'incident' });
  expect(records.map(({ name, distance }: any) => [name, distance])).toEqual([
    ['INC0000001', 0],
    ['INC0000002', 1],
  ]);
  expect(items.map(({ at, record, fact, why }: any) => [at.slice(11, 16), record.name, fact, why])).toEqual([
    ['09:00', 'INC0000001', 'IncidentLogged', null],
    ['10:00', 'INC0000002', 'IncidentLogged', null],
    ['11:00', 'INC0000002', 'IncidentCanceled', 'The same cable.'],
    ['12:00', 'INC0000001', 'IncidentResolved', 'Cable replaced.'],
  ]);
  expect(items[0].by).toEqual(ADA.actor);
});

test('as of an instant, with the links that stood and the facts that had occurred', async () => {
  await linking('INC0000003', 'IncidentLinked', 'INC0000002', '10:45');
  await linking('INC0000003', 'IncidentUnlinked', 'INC0000002', '11:30');
  const namesAt = async (asOf: string) => {
    const { records, items } = await timeline.query('GetTimeline', { subject: ids.INC0000003, asOf });
    return [records.map(({ name }: any) => name), items.length];
  };
  expect(await namesAt('2026-03-02T10:40:00Z')).toEqual([['INC0000003'], 1]);
  expect(await namesAt('2026-03-02T11:00:00Z')).toEqual([['INC0000003', 'INC0000002', 'INC0000001'], 4]);
  expect(await namesAt('2026-03-02T12:30:00Z')).toEqual([['INC0000003'], 1]);
});

test('links of a record, whichever side stated them, with the time they stood', async () => {
  const { items } = await timeline.query('ListLinks', { record: 'INC0000001' });
  expect(items).toEqual([
    {
      kind: 'duplicate_of',
      from: { id: ids.INC0000002, name: 'INC0000002', record: 'incident' },
      to: { id: ids.INC0000001, name: 'INC0000001', record: 'incident' },
      since: '2026-03-02T10:15:00.000Z',
      until: null,
    },
  ]);
  const { items: then } = await timeline.query('ListLinks', { record: ids.INC0000003, asOf: '2026-03-02T11:00:00Z' });
  expect(then).toMatchObject([{ until: '2026-03-02T11:30:00.000Z' }]);
});

const withdrawing = (number: Number) =>
  timeline.state('incident', ids[number], {
    type: 'IncidentImportWithdrawn',
    data: { keys: { number }, batch: 'b-1', reason: null },
  });
const linksOf = async (record: Number, more: object = {}) =>
  (await timeline.query('ListLinks', { record, ...more })).items;

test('links of an incident whose import was undone are not told, then or now, and return when it is told again', async () => {
  await linking('INC0000003', 'IncidentLinked', 'INC0000002', '12:00');
  expect(await linksOf('INC0000003')).toHaveLength(1);
  await withdrawing('INC0000003');
  expect(await linksOf('INC0000003')).toEqual([]);
  for (const asOf of ['2026-03-02T11:00:00Z', '2026-03-02T12:30:00Z'])
    expect(await linksOf('INC0000003', { asOf })).toEqual([]);
  const { records } = await timeline.query('GetTimeline', { subject: 'INC0000003' });
  expect(records).toHaveLength(1);
  await linking('INC0000003', 'IncidentLinked', 'INC0000002', '12:15');
  expect(await linksOf('INC0000002')).toMatchObject([
    { to: { name: 'INC0000001' } },
    { from: { name: 'INC0000003' }, since: '2026-03-02T12:15:00.000Z', until: null },
  ]);
  for (const asOf of ['2026-03-02T11:00:00Z', '2026-03-02T12:10:00Z'])
    expect(await linksOf('INC0000003', { asOf })).toEqual([]);
});

test('page after page, however many links there are, and however many ended before', async () => {
  const numbers = Array.from({ length: 5 }, (_, index) => `INC000010${index}`);
  for (const number of numbers)
    for (const type of number.endsWith('0') ? ['IncidentLinked', 'IncidentUnlinked'] : ['IncidentLinked'])
      await timeline.state('incident', `0199a000-0000-7000-8000-0000000001${number.slice(-2)}`, {
        type,
        data: { keys: { number }, kind: 'affected_ci', target: { id: ids.INC0000001, name: 'a' } },
        occurredAt: '2026-03-02T12:00:00.000Z',
      });
  const found: string[] = [];
  let after: string | undefined;
  do {
    const page = await timeline.query('ListLinks', { record: 'INC0000001', limit: 2, after });
    expect(page.truncated).toBe(page.next !== undefined);
    found.push(...page.items.map(({ from }: any) => from.name));
    after = page.next;
  } while (after);
  expect(found).toEqual(['INC0000002', ...numbers.slice(1)]);
});

test('more than was asked for is said to be there', async () => {
  const { items, truncated } = await timeline.query('GetTimeline', { subject: 'INC0000001', limit: 1, records: 1 });
  expect(items).toHaveLength(1);
  expect(truncated).toEqual({ records: true, items: true });
});

test('a record that no service knows', async () => {
  await expect(timeline.query('GetTimeline', { subject: 'INC0009999' })).rejects.toMatchObject({
    status: 404,
    code: 'not-found',
  });
  await expect(timeline.query('ListLinks', { record: 'nothing' })).rejects.toMatchObject({
    status: 404,
    code: 'not-found',
  });
});

test('a deployment, which has no number of ours, is called what its pipeline calls it', async () => {
  const name = 'github-actions 4711';
  const { subject, records, items } = await timeline.query('GetTimeline', { subject: DEPLOYMENT });
  expect(subject).toMatchObject({ id: DEPLOYMENT, name });
  expect(records).toMatchObject([{ name }]);
  expect(items).toMatchObject([{ fact: 'DeploymentReported', record: { name } }]);
  expect(await timeline.query('ListLinks', { record: DEPLOYMENT })).toMatchObject({ record: { name } });
});
