import { INCIDENT_FIGURES } from '@opsledger/contracts';
import { aRunningReporting, type RunningReporting } from '../../fixtures/running-reporting.fixture';
import { Story } from '../../fixtures/story.fixture';
import { reportingService } from '../../reporting.service';

let reporting: RunningReporting;
beforeAll(async () => {
  reporting = await aRunningReporting();
  await reporting.record(...theIncidents());
});
afterAll(() => reporting.stop());

const network = { id: 't-net', name: 'Network' };
const renamed = { id: 't-net', name: 'Networks' };
const day = (date: string, time = '09:00') => `2026-05-${date}T${time}:00.000Z`;

/** Three resolved by Network in 60, 120 and 600 minutes, one of them imported and resolved before it was opened. */
function theIncidents(): Story[] {
  const imported = { batch: 'b-1', source: 'servicenow', row: 1 };
  return [
    new Story({ at: day('04'), team: network, priority: 'P1' }).after(5).acknowledged().after(55).resolved(),
    new Story({ at: day('05'), team: network }).after(120).resolved().after(60).closed(),
    new Story({ at: day('06'), team: renamed })
      .after(30)
      .started()
      .putOnHold('vendor')
      .after(300)
      .resumed()
      .after(270)
      .resolved(),
    new Story({ at: day('07'), imported }).resolved('fixed', day('06'), 'resolved before opened'),
    new Story({ at: day('08'), team: network }).after(10).resolved('duplicate'),
    new Story({ at: day('20'), team: network }),
  ];
}

const may = { from: '2026-05-01', to: '2026-06-01' };
const report = (params: object = {}) => reporting.query('ReportIncidents', { ...may, ...params });
const records = (figure: string, params: object = {}) =>
  reporting.query('ListReportedIncidents', { figure, ...may, ...params });
const of = (items: { value: number }[]) => items.map(({ value }) => value);

describe('the report', () => {
  test('shows sums beside means, and counts apart what contradicts itself', async () => {
    const { rows } = await report();
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      row: 'total',
      filter: '',
      opened: 6,
      resolved: 4,
      duplicates: 1,
      mttrMeanMinutes: 260,
      mttrP50Minutes: 120,
      mttrP90Minutes: 504,
      mttrP95Minutes: 552,
      mttrSumMinutes: 780,
      mttrCount: 3,
      mttrContradictory: 1,
      mttrWithoutHoldMeanMinutes: 160,
      mttaMeanMinutes: 5,
      mttaCount: 1,
      neverAcknowledged: 3,
      everOnHold: 0.25,
      everOnHoldNumerator: 1,
      everOnHoldDenominator: 4,
      timeToCloseMeanMinutes: 180,
      reassignments0: 4,
      firstContactResolution: null,
      firstContactResolutionDenominator: 0,
      backlog: 1,
    });
  });

  test('of a time in which nothing happened has no means, which is not the same as zero', async () => {
    const { rows } = await report({ from: '2020-01-01', to: '2020-02-01' });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      opened: 0,
      mttrMeanMinutes: null,
      mttrP50Minutes: null,
      mttrSumMinutes: 0,
      reopenRate: null,
    });
  });

  test('shows a group under one of its names, and none as null', async () => {
    const { rows } = await report({ by: 'team' });
    expect(rows.map(({ row, teamId, resolved }: any) => [row, teamId, resolved])).toEqual([
      ['group', 't-net', 3],
      ['group', null, 1],
      ['total', null, 4],
    ]);
    expect(rows[2].team).toBeNull();
  });

  test('shows empty periods when grouped by period alone', async () => {
    const { rows } = await report({ by: 'week', from: '2026-05-04', to: '2026-05-25' });
    expect(rows.map(({ period, opened, backlog }: any) => [period, opened, backlog])).toEqual([
      ['2026-W19', 5, 0],
      ['2026-W20', 0, 0],
      ['2026-W21', 1, 1],
      [null, 6, 1],
    ]);
    expect(rows[1]).toMatchObject({ periodFrom: '2026-05-11T00:00:00.000Z', periodTo: '2026-05-18T00:00:00.000Z' });
  });

  test('cuts off the first and last period where the report begins and ends', async () => {
    const { rows } = await report({ by: 'month', from: '2026-05-06', to: '2026-05-07' });
    expect(rows[0]).toMatchObject({
      period: '2026-05',
      periodFrom: '2026-05-06T00:00:00.000Z',
      periodTo: '2026-05-07T00:00:00.000Z',
      opened: 1,
    });
  });

  test('keeps to its filters, none included', async () => {
    expect((await report({ priority: 'P1' })).rows[0]).toMatchObject({ opened: 1, mttrMeanMinutes: 60 });
    expect((await report({ teamId: '' })).rows[0]).toMatchObject({ opened: 1, resolved: 1 });
    expect((await report({ serviceId: 'nothing' })).rows[0]).toMatchObject({ opened: 0 });
  });

  test('says what every figure means, and every column belongs to one', async () => {
    const { definitions, rows } = await report();
    expect(definitions.map(({ id }: any) => id)).toEqual(INCIDENT_FIGURES);
    expect(definitions.flatMap(({ columns }: any) => columns)).toEqual(Object.keys(rows[0]).slice(2));
    for (const definition of definitions)
      expect(definition).toEqual({
        id: expect.any(String),
        version: 1,
        title: expect.stringMatching(/./),
        formula: expect.stringMatching(/./),
        cohort: expect.stringMatching(/./),
        edgeCases: expect.stringMatching(/./),
        unit: expect.stringMatching(/^(incidents|minutes|ratio|reassignments)$/),
        columns: expect.anything(),
        records: expect.stringContaining(`figure=${definition.id}&from=2026-05-01T00%3A00%3A00.000Z`),
      });
  });

  test('is flat, so that it fits into CSV', async () => {
    const { rows } = await report({ by: 'month,team,service,priority,category,channel' });
    for (const row of rows)
      for (const value of Object.values(row)) expect(value === null || typeof value !== 'object').toBe(true);
  });
});

describe('the period', () => {
  test('is the last thirty full days unless told, and the answer says so', async () => {
    const { period } = await reporting.query('ReportIncidents', { zone: 'Europe/Berlin' });
    expect(period).toEqual({
      from: '2026-05-31T22:00:00.000Z',
      to: '2026-06-30T22:00:00.000Z',
      zone: 'Europe/Berlin',
      defaulted: ['from', 'to'],
    });
  });

  test('a date is its local midnight, an instant itself', async () => {
    const params = { from: '2026-05-01', to: '2026-05-02T12:00:00+02:00', zone: 'Asia/Kathmandu' };
    expect((await report(params)).period).toMatchObject({
      from: '2026-04-30T18:15:00.000Z',
      to: '2026-05-02T10:00:00.000Z',
      defaulted: [],
    });
  });

  test.each([
    [{ from: '2026-05-02', to: '2026-05-02' }, 'empty-period'],
    [{ from: '2027-01-01', to: undefined }, 'empty-period'],
    [{ zone: 'Mars/Olympus' }, 'unknown-zone'],
    [{ from: '2026-02-31' }, 'invalid-request'],
    [{ by: 'day,month' }, 'unknown-grouping'],
    [{ by: 'team,team' }, 'unknown-grouping'],
    [{ by: 'mood' }, 'invalid-request'],
    [{ asOf: '2099-01-01T00:00:00Z' }, 'as-of-to-come'],
  ])('%j is refused: %s', async (params, code) => {
    await expect(report(params)).rejects.toMatchObject({ status: 400, code, detail: expect.stringMatching(/\.$/) });
  });
});

describe('the records behind a figure', () => {
  test('are those of the cohort, with what each adds; the contradictory one is not counted', async () => {
    const { items, definition } = await records('mttr');
    expect(of(items)).toEqual([60, 120, -1440, 600]);
    expect(items.map(({ counted }: any) => counted)).toEqual([true, true, false, true]);
    expect(items[2]).toMatchObject({ externalNumber: 'EXT-1', team: null });
    expect(definition).toMatchObject({ id: 'mttr', version: 1 });
  });

  test.each([
    ['opened', 6],
    ['resolved', 4],
    ['closed', 1],
    ['duplicates', 1],
    ['mtta', 1],
    ['reassignments', 4],
    ['majorsAccepted', 0],
    ['backlog', 1],
  ])('%s: %i', async (figure, count) => {
    expect((await records(figure)).items).toHaveLength(count);
  });

  test('what they add makes up the numerator of a ratio', async () => {
    expect(of((await records('everOnHold')).items)).toEqual([0, 0, 0, 1]);
  });

  test('are found from a row by its filter', async () => {
    const { rows, definitions } = await report({ by: 'month,team' });
    const row = rows.find(({ teamId }: any) => teamId === 't-net');
    const link = definitions.find(({ id }: any) => id === 'mttr').records + row.filter;
    const query = Object.fromEntries(new URL(link, 'http://x').searchParams);
    const { items } = await reporting.query('ListReportedIncidents', query);
    expect(of(items)).toEqual([60, 120, 600]);
  });

  test('come page after page; a cursor of another list is refused', async () => {
    const first = await records('mttr', { limit: 3 });
    expect(of(first.items)).toEqual([60, 120, -1440]);
    const second = await records('mttr', { limit: 3, after: first.next });
    expect(of(second.items)).toEqual([600]);
    expect(second.next).toBeUndefined();
    await expect(records('mtta', { after: first.next })).rejects.toMatchObject({ code: 'foreign-cursor' });
  });
});

describe('analysts', () => {
  const asAnalyst = async (statement: string) => {
    const client = await reporting.database.pool.connect();
    try {
      await client.query('set role analyst');
      return await client.query(statement);
    } finally {
      await client.query('reset role');
      client.release();
    }
  };

  test('may read the facts, and nothing else', async () => {
    const { rows } = await asAnalyst('select count(*)::int as incidents from reporting.incident_facts');
    expect(rows[0].incidents).toBe(6);
    await expect(asAnalyst('delete from reporting.incident_facts')).rejects.toMatchObject({ code: '42501' });
    await expect(asAnalyst('select * from opsledger.checkpoints')).rejects.toMatchObject({ code: '42501' });
  });

  test('find every table and column explained', async () => {
    const { rows: tables } = await reporting.database.pool.query(`
      select relname, obj_description(oid, 'pg_class') is not null as explained
      from pg_class where relnamespace = 'reporting'::regnamespace and relkind = 'r'`);
    expect(tables.length).toBeGreaterThanOrEqual(reportingService.projections.length);
    expect(tables.filter(({ explained }) => !explained)).toEqual([]);
    const { rows } = await reporting.database.pool.query(`
      select relname, attname from pg_attribute join pg_class on pg_class.oid = attrelid
      where relnamespace = 'reporting'::regnamespace and relkind = 'r' and attnum > 0
        and not attisdropped and col_description(attrelid, attnum) is null`);
    expect(rows).toEqual([]);
  });
});

describe('where clocks are put back over midnight', () => {
  // In Havana 2026-11-01 has two midnights, at 04:00 and 05:00 UTC.
  const zone = 'America/Havana';
  const service = { id: 's-havana', name: 'Havana' };
  const opened = ['2026-11-01T03:59:59.999Z', '2026-11-01T04:00:00.000Z', '2026-11-01T04:30:00.000Z'];
  beforeAll(() => reporting.record(...opened.map((at) => new Story({ at, service }))));
  const seenBy = (params: object) => report({ serviceId: service.id, zone, ...params });

  test('the day begins with the first of the two midnights', async () => {
    const { rows } = await seenBy({ from: '2026-10-31', to: '2026-11-03', by: 'day' });
    expect(
      rows.map(({ period, periodFrom, opened: count, backlog }: any) => [period, periodFrom, count, backlog]),
    ).toEqual([
      ['2026-10-31', '2026-10-31T04:00:00.000Z', 1, 2],
      ['2026-11-01', '2026-11-01T04:00:00.000Z', 2, 3],
      ['2026-11-02', '2026-11-02T05:00:00.000Z', 0, 3],
      [null, '2026-10-31T04:00:00.000Z', 3, 3],
    ]);
  });

  test('so does a period that is asked for by its date', async () => {
    const { period, rows } = await seenBy({ from: '2026-11-01', to: '2026-11-02', by: 'month' });
    expect(period).toMatchObject({ from: '2026-11-01T04:00:00.000Z', to: '2026-11-02T05:00:00.000Z' });
    expect(rows[0]).toMatchObject({ period: '2026-11', periodFrom: '2026-11-01T04:00:00.000Z', opened: 2 });
    expect((await seenBy({ from: '2026-10-31', to: '2026-11-01', by: 'day' })).rows).toHaveLength(2);
  });
});
