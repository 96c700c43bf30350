import { timelineContracts } from '@opsledger/contracts';
import { Problem, notFound, type QueryMessage } from '@opsledger/service-kit';
import { answering, runningServices, type RunningServices } from '@opsledger/service-testing';
import { timelineService } from './timeline.service';

const id = (n: number) => `0199a000-0000-7000-8000-00000000000${n}`;
const SHOP = { id: id(1), name: 'Web shop' };
const DATABASE = { id: id(2), name: 'orders-db' };
const CHECKOUT = { id: id(3), name: 'Checkout' };

const incident = {
  id: id(5),
  number: 'INC0000005',
  title: 'Checkout fails',
  description: 'Orders time out',
  category: 'shop',
  service: SHOP,
  openedAt: '2026-03-02T09:00:00.000Z',
  links: [{ kind: 'affected_ci', target: { id: 'an-old-tool', name: 'of another system' } }],
};
const change = {
  id: id(6),
  number: 'CHG0000006',
  title: 'New index',
  state: 'closed',
  result: 'unsuccessful',
  service: null,
  actualStart: '2026-03-02T08:00:00.000Z',
  links: [{ kind: 'affected_ci', target: DATABASE }],
};
const node = (item: { id: string; name: string }, depth: number, service: boolean) => ({
  ...item,
  depth,
  service,
  live: true,
  criticality: service ? 'high' : null,
});

let cmdbIsAway = false;
let namesItsService = true;
const asked: Record<string, any> = {};
const one = (name: string, record: { id: string; number: string }, answer: object = record) => ({
  [name]: (params: any) => {
    asked[name] = params;
    if (params.id !== record.id && params.id !== record.number) throw notFound(`There is no ${params.id}.`);
    return answer;
  },
});
const recent = { ...change, result: 'unsuccessful' };

const services = [
  answering('incident', {
    ...one('GetIncident', incident),
    ListIncidents: (params) => {
      asked['ListIncidents'] = params;
      if (params.serviceId && !(namesItsService && params.serviceId === SHOP.id)) return { items: [] };
      return { items: [incident] };
    },
  }),
  answering('change', {
    ...one('GetChange', change),
    ChangesTouching: (params) => {
      asked['ChangesTouching'] = params;
      return {
        items: [
          {
            change: recent,
            start: change.actualStart,
            end: incident.openedAt,
            touches: { cis: [DATABASE], service: null },
          },
        ],
      };
    },
    RecentDeployments: () => ({
      items: [
        {
          id: id(7),
          source: 'ci',
          externalId: '42',
          service: SHOP,
          environment: 'production',
          label: '2026.3',
          state: 'succeeded',
          at: '2026-03-02T08:30:00.000Z',
        },
      ],
    }),
  }),
  answering('problem', {
    ListProblems: ({ serviceId }) => ({
      items: [
        { id: id(8), number: 'PRB0000008', title: 'Slow orders', workaround: 'Use the other till.' },
        ...(serviceId ? [] : [{ id: id(9), number: 'PRB0000009', title: 'Old carts', workaround: null }]),
      ],
    }),
  }),
  answering('knowledge', {
    SuggestArticles: (params) => {
      asked['SuggestArticles'] = params;
      return { items: [] };
    },
  }),
  answering('cmdb', {
    GetConfigurationItem: ({ id: item }) => {
      if (cmdbIsAway) throw new Problem(503, 'service-not-here', 'Away', 'No service cmdb runs here.');
      return item === SHOP.id ? { ...SHOP, criticality: 'critical' } : { ...DATABASE, criticality: null };
    },
    GetImpact: ({ id: item, direction }) => {
      if (cmdbIsAway) throw new Problem(503, 'service-not-here', 'Away', 'No service cmdb runs here.');
      if (direction === 'downstream') return { nodes: item === SHOP.id ? [node(DATABASE, 1, false)] : [] };
      return { nodes: item === SHOP.id ? [node(CHECKOUT, 1, true)] : [node(SHOP, 1, true), node(CHECKOUT, 2, true)] };
    },
  }),
];

/** Positions that questions came with. */
const positions = new Set<string | undefined>();
const listening = services.map((service) => ({
  ...service,
  query: (message: QueryMessage) => {
    positions.add(message.position);
    return service.query(message);
  },
}));

let timeline: RunningServices;
beforeAll(async () => {
  timeline = await runningServices([{ definition: timelineService, contracts: timelineContracts }], listening);
});
afterAll(() => timeline.stop());
beforeEach(() => ([cmdbIsAway, namesItsService] = [false, true]));

const insights = (params: object = {}) => timeline.query('GetIncidentInsights', { id: 'INC0000005', ...params });
const aftermath = () => timeline.query('GetChangeAftermath', { id: 'CHG0000006' });

test('an incident is told with who is hit, what was done before, known errors and articles', async () => {
  const told = await insights({ hours: 24 });
  expect(told).toMatchObject({ asOf: incident.openedAt, unanswered: [] });
  expect(told.affectedServices.map(({ service, because }: any) => [service.name, because])).toEqual([
    ['Web shop', 'named by the incident'],
    ['Checkout', 'needs Web shop'],
  ]);
  expect(
    told.suspects.map(({ kind, record, at, because }: any) => [kind, record.name, at.slice(11, 16), because]),
  ).toEqual([
    ['deployment', 'ci 42', '08:30', 'Deployment succeeded; Web shop: named by the incident.'],
    ['recent_change', 'CHG0000006', '08:00', 'Ended as unsuccessful; orders-db: Web shop needs it.'],
  ]);
  expect(told.knownErrors.map(({ problem, because }: any) => [problem.name, because])).toEqual([
    ['PRB0000008', 'About the same service, Web shop and the same category, shop.'],
    ['PRB0000009', 'About the same category, shop.'],
  ]);
  expect(asked['ChangesTouching']).toMatchObject({
    ciIds: [SHOP.id, DATABASE.id],
    from: '2026-03-01T09:00:00.000Z',
    to: incident.openedAt,
  });
  expect(asked['SuggestArticles']).toMatchObject({ text: 'Checkout fails Orders time out', serviceId: SHOP.id });
});

test('every service is asked to have seen what the caller has', async () => {
  await timeline.state('incident', id(4), {
    type: 'IncidentLinked',
    data: { keys: {}, kind: 'problem', target: SHOP },
  });
  positions.clear();
  await insights();
  await aftermath();
  expect([...positions]).toEqual([await timeline.store.head()]);
});

test('a service that does not answer is named, and the others are heard', async () => {
  cmdbIsAway = true;
  const told = await insights();
  expect(told.unanswered).toEqual([{ service: 'cmdb', why: 'No service cmdb runs here.' }]);
  expect(told.affectedServices).toEqual([]);
  expect(told.suspects).toHaveLength(2);
  expect(told.knownErrors).toHaveLength(2);
});

test('a change is told with the incidents that began after it, and whether they blame it already', async () => {
  expect(await aftermath()).toMatchObject({
    from: change.actualStart,
    to: '2026-03-05T08:00:00.000Z',
    items: [{ incident: { name: 'INC0000005' }, on: SHOP, because: 'It needs orders-db.', linked: false }],
  });
  const blame = {
    keys: { number: 'INC0000005' },
    kind: 'caused_by_change',
    target: { id: change.id, name: change.number },
  };
  await timeline.state('incident', incident.id, { type: 'IncidentLinked', data: blame });
  expect((await aftermath()).items).toMatchObject([{ linked: true }]);
});

test('an incident on an item that the change touched is found by its link', async () => {
  const ci = { keys: { number: 'INC0000005' }, kind: 'affected_ci', target: DATABASE };
  namesItsService = false;
  expect((await aftermath()).items).toEqual([]);
  await timeline.state('incident', incident.id, { type: 'IncidentLinked', data: ci });
  expect((await aftermath()).items).toMatchObject([{ on: DATABASE, because: 'The change touched it.' }]);
});

test('a record that is not there', async () => {
  await expect(insights({ id: 'INC0000099' })).rejects.toMatchObject({ status: 404, code: 'not-found' });
  await expect(timeline.query('GetChangeAftermath', { id: 'CHG0000099' })).rejects.toMatchObject({
    status: 404,
    code: 'not-found',
  });
});
