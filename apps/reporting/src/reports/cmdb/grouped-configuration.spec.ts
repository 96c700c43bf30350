import { PERIOD_LENGTHS, reportingContracts } from '@opsledger/contracts';
import { person, runningServices, type RunningServices } from '@opsledger/service-testing';
import { provideAnalystRole } from '../../analyst-role';
import { reportingService } from '../../reporting.service';

const ANALYST = person('p-ann', 'Ann Analyst', 'analyst');
let reporting: RunningServices;

/** Wednesday of week 12 to Thursday of week 15, which is no longer in it: the first and the last week are cut off. */
const ASKED = { from: '2026-03-18', to: '2026-04-09' };
const NETWORK = { id: 't-1', name: 'Network' };
const STORAGE = { id: 't-2', name: 'Storage' };

const on = (day: string) => `2026-${day}T10:00:00.000Z`;

beforeAll(async () => {
  reporting = await runningServices([{ definition: reportingService, contracts: reportingContracts }]);
  await provideAnalystRole(reporting.database.pool);
  reporting.clock.set('2026-05-01T12:00:00.000Z');
  const schema = { properties: {}, required: ['asset'] };
  await reporting.state('ciclasses', 'classes', {
    type: 'CiClassDefined',
    data: { definition: { key: 'crate', name: 'Crate', parent: null, schema } },
  });
  await theItems();
  await theComparisons();
});
afterAll(() => reporting.stop());

async function theItems(): Promise<void> {
  const keys = (number: string, name: string, its: string, environment: string | null, supportTeam: object | null) => ({
    ...{ number, name, class: its, environment, supportTeam },
    ...{ stage: 'in_use', status: 'operational', serial: null },
  });
  const say = (id: string, type: string, day: string, data: object) =>
    reporting.state('configurationitem', id, { type, occurredAt: on(day), data: { cause: null, edition: 1, ...data } });
  const register = (id: string, day: string, its: object, attributes: object = {}) =>
    say(id, 'ConfigurationItemRegistered', day, { keys: its, attributes, identities: [] });
  const scanned = (batch: string) => ({ source: 'scan', batch, row: 1 });
  const status = { status: { before: 'operational', after: 'down' } };

  const alpha = keys('CI1', 'Alpha', 'crate', 'production', NETWORK);
  await register('a', '01-10', alpha);
  const change = {
    number: 'CHG1',
    state: 'draft',
    type: 'normal',
    risk: null,
    team: null,
    service: null,
    category: null,
  };
  await reporting.state(
    'change',
    'chg-1',
    { type: 'ChangeDrafted', occurredAt: on('03-20'), data: { keys: change, title: 'Label it' } },
    {
      type: 'ChangeLinked',
      occurredAt: on('03-20'),
      data: { keys: change, kind: 'affected_ci', target: { id: 'a', name: 'Alpha' } },
    },
    {
      type: 'ChangeImplementationStarted',
      occurredAt: on('03-24'),
      data: { keys: change, startedAt: on('03-24') },
    },
    {
      type: 'ChangeImplementationFinished',
      occurredAt: on('03-27'),
      data: { keys: change, startedAt: on('03-24'), finishedAt: on('03-27'), result: 'successful' },
    },
  );
  await say('a', 'ConfigurationItemRevised', '03-25', {
    keys: alpha,
    changes: { 'attributes.asset': { before: null, after: 'x' } },
  });

  const double = keys('CI2', 'alpha', 'crate', 'staging', STORAGE);
  await register('b', '03-20', double, { asset: 'y' });
  await say('b', 'ConfigurationItemStageChanged', '04-02', {
    keys: { ...double, stage: 'retired' },
    stage: { before: 'in_use', after: 'retired' },
  });

  const gamma = keys('CI3', 'Gamma', 'server', null, null);
  await register('c', '04-01', gamma);
  const target = { id: 'a', name: 'Alpha' };
  await say('c', 'ConfigurationItemRelated', '04-03', { keys: gamma, kind: 'uses', target, since: on('04-03') });

  const delta = keys('CI4', 'Delta', 'server', 'production', NETWORK);
  await register('d', '03-01', delta);
  await say('d', 'ConfigurationItemStatusReported', '03-24', { keys: delta, ...status, cause: scanned('b-1') });
  const given = { ...delta, supportTeam: STORAGE };
  await say('d', 'ConfigurationItemRevised', '03-26', {
    keys: given,
    changes: { supportTeam: { before: NETWORK, after: STORAGE } },
  });
  await say('d', 'ConfigurationItemStatusReported', '04-07', { keys: given, ...status, cause: scanned('b-2') });

  const epsilon = { ...keys('CI5', 'Epsilon', 'server', 'staging', null), stage: 'planned' };
  await register('e', '03-19', epsilon);
  await say('e', 'ConfigurationItemRevised', '04-08', {
    keys: epsilon,
    changes: { location: { before: null, after: 'East' } },
  });
}

async function theComparisons(): Promise<void> {
  const batch = (number: string, day: string, rows: readonly object[], dryRun = false) =>
    reporting.state('reconciliation', number, {
      type: 'ReconciliationPlanned',
      occurredAt: on(day),
      data: { keys: { number, dryRun, label: null }, rows, relations: [] },
    });
  const row = (itemId: string, action: string, said: object) => ({
    ...{ row: 1, action, itemId, said },
    changes: action === 'update' ? { name: { before: 'a', after: 'b' } } : {},
  });
  const production = { source: 'scan', environment: 'production' };
  await batch('REC1', '03-31', [
    row('a', 'unchanged', { ...production, class: 'crate' }),
    row('d', 'update', { ...production, class: 'server' }),
  ]);
  await batch('REC2', '04-07', [row('c', 'unchanged', { source: 'agent', class: 'server' })]);
  await batch('REC3', '04-07', [row('d', 'update', { ...production, class: 'server' })], true);
}

type Dimension = 'class' | 'environment' | 'teamId' | 'source' | 'part';
type Group = { readonly [One in Dimension]: string | null };

const of = (its: string, environment: string | null, teamId: string | null): Group => ({
  ...{ class: its, environment, teamId, source: null, part: null },
});
const DELTA = of('server', 'production', 't-2');

/** What happened, worked out by hand. */
const HAPPENED: readonly (readonly [day: string, Group, Readonly<Record<string, number>>])[] = [
  ['03-19', of('server', 'staging', null), { registered: 1 }],
  ['03-20', of('crate', 'staging', 't-2'), { registered: 1 }],
  ['04-01', of('server', null, null), { registered: 1 }],
  // Of the team that had it then: Delta was given to another two days later.
  ['03-24', { ...DELTA, teamId: 't-1', source: 'scan', part: 'status' }, { seen: 1, unauthorised: 1 }],
  ['03-25', { ...of('crate', 'production', 't-1'), part: 'attributes' }, { seen: 1 }],
  ['03-26', { ...DELTA, part: 'attributes' }, { seen: 1, unauthorised: 1 }],
  ['04-02', { ...of('crate', 'staging', 't-2'), part: 'stage' }, { seen: 1, unauthorised: 1 }],
  ['04-03', { ...of('server', null, null), part: 'relations' }, { seen: 1, unauthorised: 1 }],
  ['04-07', { ...DELTA, source: 'scan', part: 'status' }, { seen: 1, unauthorised: 1 }],
  ['04-08', { ...of('server', 'staging', null), part: 'attributes' }, { leftOut: 1 }],
  ['03-31', { ...of('crate', 'production', null), source: 'scan' }, { compared: 1, asKnown: 1 }],
  ['03-31', { ...of('server', 'production', null), source: 'scan' }, { compared: 1 }],
  ['04-07', { ...of('server', null, null), source: 'agent' }, { compared: 1, asKnown: 1 }],
];

type Time = readonly [from: string, until: string];
/** How items were, from the day on until another day. */
const WAS: readonly (readonly [Group, { readonly [state: string]: Time | undefined; readonly items: Time }])[] = [
  [
    of('crate', 'production', 't-1'),
    { items: ['01-10', '99'], incomplete: ['01-10', '03-25'], orphan: ['01-10', '04-03'], stale: ['03-11', '03-25'] },
  ],
  [
    of('crate', 'staging', 't-2'),
    { items: ['03-20', '04-02'], orphan: ['03-20', '04-02'], duplicate: ['03-20', '04-02'] },
  ],
  [of('server', null, null), { items: ['04-01', '99'], orphan: ['04-01', '04-03'] }],
  [DELTA, { items: ['03-01', '99'], orphan: ['03-01', '99'] }],
  [of('server', 'staging', null), { items: ['03-19', '99'], orphan: ['03-19', '99'] }],
];

const DAYS = [
  ...['18', '19', '20', '21', '22', '23', '24', '25', '26', '27', '28', '29', '30', '31'].map((day) => `03-${day}`),
  ...['01', '02', '03', '04', '05', '06', '07', '08', '09'].map((day) => `04-${day}`),
];
const PERIODS: Readonly<Record<string, readonly (readonly [name: string, from: string, to: string])[]>> = {
  day: DAYS.slice(0, -1).map((day, index) => [`2026-${day}`, day, DAYS[index + 1]!]),
  week: [
    ['2026-W12', '03-18', '03-23'],
    ['2026-W13', '03-23', '03-30'],
    ['2026-W14', '03-30', '04-06'],
    ['2026-W15', '04-06', '04-09'],
  ],
  month: [
    ['2026-03', '03-18', '04-01'],
    ['2026-04', '04-01', '04-09'],
  ],
  quarter: [
    ['2026-Q1', '03-18', '04-01'],
    ['2026-Q2', '04-01', '04-09'],
  ],
  year: [['2026', '03-18', '04-09']],
};
const ALL = ['', '03-18', '04-09'] as const;

const rate = (over: number, under: number) => (under === 0 ? null : Math.round((over / under) * 1e6) / 1e6);

/** The figures of one group in one period. */
function figures([, from, to]: readonly [string, string, string], isIn: (group: Group) => boolean) {
  const happened = HAPPENED.filter(([day, group]) => day >= from && day < to && isIn(group));
  const sum = (what: string) => happened.reduce((so, [, , adds]) => so + (adds[what] ?? 0), 0);
  // Everything happens at ten: what is so at midnight began on a day before.
  const wasSo = (state: string) =>
    WAS.filter(([group, was]) => isIn(group) && was[state] && was[state][0] < to && to <= was[state][1]).length;
  const shares = (name: string, over: number, under: number) => ({
    [name]: rate(over, under),
    [`${name}Numerator`]: over,
    [`${name}Denominator`]: under,
  });
  const items = wasSo('items');
  return {
    isEmpty: happened.length === 0 && items === 0,
    columns: {
      ...{ registered: sum('registered'), configurationChanges: sum('seen'), leftOut: sum('leftOut'), items },
      ...shares('unauthorised', sum('unauthorised'), sum('seen')),
      ...shares('accuracy', sum('asKnown'), sum('compared')),
      ...shares('incomplete', wasSo('incomplete'), items),
      ...shares('orphan', wasSo('orphan'), items),
      ...shares('stale', wasSo('stale'), items),
      ...shares('duplicate', wasSo('duplicate'), items),
    },
  };
}

const midnight = (day: string) => `2026-${day}T00:00:00.000Z`;

/** Rows of the report, total last. */
function expected(
  length: string | null,
  dimensions: readonly Dimension[],
  isAsked: (group: Group) => boolean,
): object[] {
  const keyOf = (group: Group) => JSON.stringify(dimensions.map((name) => group[name]));
  const all = [...HAPPENED.map(([, group]) => group), ...WAS.map(([group]) => group)].filter(isAsked);
  const keys = dimensions.length === 0 ? ['[]'] : [...new Set(all.map(keyOf))];
  const groups = (length === null ? [ALL] : PERIODS[length]!).flatMap((period) =>
    keys.flatMap((key) => {
      const { isEmpty, columns } = figures(period, (group) => isAsked(group) && keyOf(group) === key);
      if (isEmpty && (dimensions.length > 0 || length === null)) return [];
      const values = JSON.parse(key) as readonly (string | null)[];
      const shown = Object.fromEntries(dimensions.map((name, index) => [name, values[index]]));
      const [period_, from, to] = period;
      const when = length === null ? {} : { period: period_, periodFrom: midnight(from), periodTo: midnight(to) };
      return [{ row: 'group', ...when, ...shown, ...columns }];
    }),
  );
  const none = {
    ...(length !== null && { period: null, periodFrom: midnight(ALL[1]), periodTo: midnight(ALL[2]) }),
    ...Object.fromEntries(dimensions.map((name) => [name, null])),
  };
  const total = { row: 'total', ...none, ...figures(ALL, isAsked).columns };
  return length === null && dimensions.length === 0 ? [total] : [...groups, total];
}

const DIMENSIONS: readonly Dimension[] = ['class', 'environment', 'teamId', 'source', 'part'];
const subsets = DIMENSIONS.reduce<readonly (readonly Dimension[])[]>(
  (so, one) => [...so, ...so.map((some) => [...some, one])],
  [[]],
);
const wordOf = (dimension: Dimension) => (dimension === 'teamId' ? 'team' : dimension);
const report = async (params: object) =>
  (await reporting.query('ReportCmdb', { ...ASKED, ...params }, ANALYST)) as {
    definitions: { id: string; records: string }[];
    rows: Record<string, any>[];
  };
const plain = ({ filter: _filter, team: _team, ...row }: Record<string, any>) => row;
const inOrder = (rows: readonly object[]) =>
  rows.map((row) => JSON.stringify(Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1)))).sort();

describe.each([null, ...PERIOD_LENGTHS])('by %s', (length) => {
  test.each(subsets.map((some) => [some.map(wordOf).join(',') || 'nothing else', some] as const))(
    'and %s',
    async (_, dimensions) => {
      const words = [...(length === null ? [] : [length]), ...dimensions.map(wordOf)];
      const by = words.length === 0 ? {} : { by: words.join(',') };
      for (const filter of [
        {},
        { class: 'server' },
        { environment: '' },
        { teamId: 't-2' },
        { teamId: '' },
        { source: 'scan' },
        { part: 'status' },
      ] as readonly Partial<Group>[]) {
        const isAsked = (group: Group) =>
          Object.entries(filter).every(([name, value]) => (group[name as Dimension] ?? '') === value);
        const { rows } = await report({ ...by, ...filter });
        expect(inOrder(rows.map(plain))).toEqual(inOrder(expected(length, dimensions, isAsked)));
        expect(rows.at(-1)!.row).toBe('total');
      }
    },
  );
});

test('rows are in the order in which they are asked for, what has none last, and teams have names', async () => {
  const shown = async (by: string) =>
    (await report({ by })).rows.map(({ period, team, row }) => `${row} ${period ?? '-'} ${team ?? '-'}`);
  const weeks = ['2026-W12', '2026-W13', '2026-W14', '2026-W15'];
  const teams = ['Network', 'Storage', '-'];
  const all = weeks.flatMap((week) => teams.map((team) => `group ${week} ${team}`));
  for (const by of ['week,team', 'team,week']) expect(await shown(by)).toEqual([...all, 'total - -']);
  expect(await shown('team')).toEqual([...teams.map((team) => `group - ${team}`), 'total - -']);
});

test.each(['week', 'team', 'week,team', 'month,class,environment', 'week,source,part', 'team,part'])(
  'the records behind every figure of rows by %s add up to it',
  async (by) => {
    const { definitions, rows } = await report({ by });
    for (const { filter, ...row } of rows)
      for (const { id, records } of definitions) {
        const params = Object.fromEntries(new URL(`${records}${filter}`, 'http://x').searchParams);
        const { items } = await reporting.query('ListReportedConfiguration', { ...params, limit: 100 }, ANALYST);
        const sum = items.reduce((so: number, { value }: { value: number }) => so + value, 0);
        expect({ id, filter, sum }).toEqual({ id, filter, sum: row[`${id}Numerator`] ?? row[id] });
      }
  },
);

const withoutInstants = ({ periodFrom: _from, periodTo: _to, filter: _filter, ...row }: Record<string, any>) => row;

test.each(['week', 'team', 'week,team', 'day,environment,source'])(
  'by %s it says the same as of now, and in a zone with the same days whose clocks are put back meanwhile',
  async (by) => {
    const { rows } = await report({ by });
    expect((await report({ by, asOf: reporting.clock.now().toISOString() })).rows).toEqual(rows);
    const there = (await report({ by, zone: 'Pacific/Auckland' })).rows;
    expect(there.map(withoutInstants)).toEqual(rows.map(withoutInstants));
    if (by === 'week')
      expect(there.map(({ periodFrom, periodTo }) => [periodFrom, periodTo])).toEqual([
        ['2026-03-17T11:00:00.000Z', '2026-03-22T11:00:00.000Z'],
        ['2026-03-22T11:00:00.000Z', '2026-03-29T11:00:00.000Z'],
        ['2026-03-29T11:00:00.000Z', '2026-04-05T12:00:00.000Z'],
        ['2026-04-05T12:00:00.000Z', '2026-04-08T12:00:00.000Z'],
        ['2026-03-17T11:00:00.000Z', '2026-04-08T12:00:00.000Z'],
      ]);
  },
);

test.each(['week,month', 'team,team', 'week,week'])('by %s is refused', async (by) => {
  await expect(report({ by })).rejects.toMatchObject({ status: 400 });
});
