import { DORA_FIGURES, type ReportRow } from '@opsledger/contracts';
import {
  deployment,
  runningDeliveries,
  type Delivered,
  type RunningDeliveries,
} from '../../fixtures/deployments.fixture';

let reporting: RunningDeliveries;
beforeAll(async () => (reporting = await runningDeliveries()));
afterAll(() => reporting.stop());

const at = (day: number, time = '09:00') => `2026-05-${String(day).padStart(2, '0')}T${time}:00.000Z`;
const may = { from: '2026-05-01', to: '2026-06-01' };
const succeeded = (day: number, time?: string) => ({ finish: { outcome: 'succeeded', at: at(day, time) } }) as const;
const failed = (day: number, time?: string) => ({ finish: { outcome: 'failed', at: at(day, time) } }) as const;
const canceled = (day: number, time?: string) => ({ finish: { outcome: 'canceled', at: at(day, time) } }) as const;

/** Each example has a service of its own. */
let examples = 0;
async function anExample(deployments: readonly Delivered[]) {
  const service = `example ${(examples += 1)}`;
  const serviceId = `s-${service}`;
  await reporting.delivered(
    Object.fromEntries(deployments.map((one, index) => [`${examples}-${index}`, { ...one, service }])),
  );
  const report = (params: object = {}) => reporting.query('ReportDora', { ...may, serviceId, ...params });
  return {
    service,
    serviceId,
    report,
    production: async (params: object = {}): Promise<ReportRow> =>
      (await report({ environment: 'production', ...params })).rows[0],
    records: (figure: string, params: object = {}) =>
      reporting.query('ListReportedDeployments', { figure, ...may, serviceId, ...params }),
  };
}

describe('lead time', () => {
  test('runs from commit to finish of what succeeded; unknown and contradictory ones are counted apart', async () => {
    const { production } = await anExample([
      { ...succeeded(4, '10:00'), committedAt: at(4, '09:00') },
      { ...succeeded(5, '12:00'), committedAt: at(5, '09:00') },
      { ...succeeded(6, '09:00'), committedAt: at(6, '10:00') },
      { ...succeeded(7) },
      { ...failed(8), committedAt: at(1) },
      { committedAt: at(1) },
    ]);
    expect(await production()).toMatchObject({
      leadTimeMeanMinutes: 120,
      leadTimeP50Minutes: 120,
      leadTimeP90Minutes: 168,
      leadTimeP95Minutes: 174,
      leadTimeSumMinutes: 240,
      leadTimeCount: 2,
      leadTimeContradictory: 1,
      withoutCommitTime: 1,
    });
  });

  test('of a deployment that was rolled back later stays', async () => {
    const { production } = await anExample([
      { ...succeeded(4, '10:00'), committedAt: at(4, '09:00'), rolledBackAt: at(5) },
    ]);
    expect(await production()).toMatchObject({ leadTimeMeanMinutes: 60, deploymentFrequencyNumerator: 1 });
  });
});

describe('deployment frequency', () => {
  test('is what succeeded, per day of the row’s period', async () => {
    const { production, report } = await anExample([succeeded(4), succeeded(4, '10:00'), succeeded(20), failed(21)]);
    expect(await production()).toMatchObject({
      deploymentFrequency: 0.096774,
      deploymentFrequencyNumerator: 3,
      deploymentFrequencyDenominator: 31,
    });
    const { rows } = await report({ by: 'week', environment: 'production', from: '2026-05-04', to: '2026-05-22' });
    expect(rows.map((row: ReportRow) => [row.deploymentFrequency, row.deploymentFrequencyDenominator])).toEqual([
      [0.285714, 7],
      [0, 7],
      [0.25, 4],
      [0.166667, 18],
    ]);
  });

  test('a day on which clocks change is one day; parts of days count as such', async () => {
    const { production } = await anExample([succeeded(4)]);
    const days = async (params: object) => (await production(params)).deploymentFrequencyDenominator;
    expect(await days({ from: '2026-03-01', to: '2026-04-01', zone: 'Europe/Berlin' })).toBe(31);
    expect(await days({ from: at(4, '00:00'), to: at(5, '12:00') })).toBe(1.5);
  });
});

describe('recovery', () => {
  /** The failure is the first of the deployments given. */
  const recovery = async (...deployments: readonly Delivered[]) => {
    const { production, records } = await anExample(deployments);
    const row = await production();
    const open = await records('unrecovered');
    const ended = await records('recoveryTime');
    expect(row).toMatchObject({ unrecovered: open.items.length, recoveryTimeCount: ended.items.length });
    return { minutes: ended.items.map(({ value }: { value: number }) => value), unrecovered: open.items.length };
  };

  test.each<[string, readonly Delivered[], readonly number[], number]>([
    ['a failure waits for the next success', [failed(4, '09:00'), succeeded(4, '10:00'), succeeded(5)], [60], 0],
    ['without one it is not recovered yet', [failed(4), succeeded(3)], [], 1],
    ['an own rollback ends it', [{ ...failed(4, '09:00'), rolledBackAt: at(4, '09:20') }], [20], 0],
    [
      'what comes first ends it',
      [{ ...failed(4, '09:00'), rolledBackAt: at(4, '11:00') }, succeeded(4, '10:00')],
      [60],
      0,
    ],
    [
      'a success that is rolled back began to fail at its finish',
      [{ ...succeeded(4, '09:00'), rolledBackAt: at(4, '09:30') }],
      [30],
      0,
    ],
    ['a rollback at the very finish takes no time', [{ ...failed(4), rolledBackAt: at(4) }], [0], 0],
    ['never finished: the failure begins at the rollback, which does not end it', [{ rolledBackAt: at(4) }], [], 1],
    ['never finished: the next success ends it', [{ rolledBackAt: at(4, '09:00') }, succeeded(4, '09:10')], [10], 0],
    ['a success at the very same instant is no later one', [failed(4, '09:00'), succeeded(4, '09:00')], [], 1],
    [
      'a success that was rolled back ends nothing',
      [failed(4, '09:00'), { ...succeeded(4, '10:00'), rolledBackAt: at(4, '10:30') }, succeeded(4, '12:00')],
      [30, 180],
      0,
    ],
    ['one success ends several failures', [failed(4, '09:00'), failed(4, '09:30'), succeeded(4, '10:00')], [60, 30], 0],
    ['another environment recovers nothing', [failed(4), { ...succeeded(5), environment: 'test' }], [], 1],
    ['neither do canceled and running ones', [failed(4), canceled(5), {}], [], 1],
    ['canceled and rolled back is a failure', [{ ...canceled(4, '09:00'), rolledBackAt: at(4, '09:05') }], [5], 0],
  ])('%s', async (_, deployments, minutes, unrecovered) => {
    const found = await recovery(...deployments);
    expect([...found.minutes].sort()).toEqual([...minutes].sort());
    expect(found.unrecovered).toBe(unrecovered);
  });

  test('another service recovers nothing', async () => {
    const { production } = await anExample([failed(4)]);
    await anExample([succeeded(5)]);
    expect(await production()).toMatchObject({ unrecovered: 1, recoveryTimeMeanMinutes: null });
  });

  test('counts in the period in which the failure ended; until then it is not recovered', async () => {
    const { report } = await anExample([failed(4), succeeded(20)]);
    const { rows } = await report({ by: 'week', environment: 'production', from: '2026-05-04', to: '2026-05-25' });
    expect(rows.map(({ unrecovered, recoveryTimeCount }: ReportRow) => [unrecovered, recoveryTimeCount])).toEqual([
      [1, 0],
      [1, 0],
      [0, 1],
      [0, 1],
    ]);
  });
});

describe('change-fail and rework rate', () => {
  test('each finished deployment counts once; canceled and running ones are left out', async () => {
    const { production } = await anExample([
      succeeded(4),
      { ...succeeded(5), rolledBackAt: at(6) },
      failed(6),
      { ...failed(7), rolledBackAt: at(8) },
      { rolledBackAt: at(9) },
      canceled(10),
      { ...canceled(11), rolledBackAt: at(12) },
      {},
    ]);
    expect(await production()).toMatchObject({
      changeFailRate: 0.833333,
      changeFailRateNumerator: 5,
      changeFailRateDenominator: 6,
      canceled: 1,
    });
  });

  test('a rollback counts in the period of the finish', async () => {
    const { production } = await anExample([{ ...succeeded(4), rolledBackAt: at(20) }]);
    expect(await production({ to: '2026-05-10' })).toMatchObject({ changeFailRate: 1 });
    expect(await production({ from: '2026-05-10' })).toMatchObject({ changeFailRate: null });
  });

  test('rework is what succeeded as an unplanned fix; what is not told is none', async () => {
    const { production } = await anExample([
      { ...succeeded(4), unplannedFix: true },
      { ...succeeded(5), unplannedFix: false },
      succeeded(6),
      succeeded(7),
      { ...failed(8), unplannedFix: true },
    ]);
    expect(await production()).toMatchObject({ reworkRate: 0.25, reworkRateNumerator: 1, reworkRateDenominator: 4 });
  });
});

describe('never blended', () => {
  const mixed = () =>
    anExample([
      { ...succeeded(4, '10:00'), committedAt: at(4, '09:00') },
      { ...succeeded(5, '12:00'), committedAt: at(5, '09:00'), environment: 'test' },
    ]);

  test('rows are by service and environment unless told; the total has counts only', async () => {
    const { report, service, serviceId } = await mixed();
    const { rows, by } = await report();
    expect(by).toEqual(['service', 'environment']);
    expect(rows.map((row: ReportRow) => [row.service, row.environment, row.leadTimeMeanMinutes])).toEqual([
      [service, 'production', 60],
      [service, 'test', 180],
      [null, null, null],
    ]);
    expect(rows.at(-1)).toMatchObject({
      row: 'total',
      serviceId: null,
      leadTimeP50Minutes: null,
      leadTimeP90Minutes: null,
      leadTimeP95Minutes: null,
      leadTimeSumMinutes: null,
      leadTimeCount: 2,
      deploymentFrequency: null,
      deploymentFrequencyNumerator: 2,
      recoveryTimeMeanMinutes: null,
      changeFailRate: null,
      changeFailRateNumerator: 0,
      changeFailRateDenominator: 2,
      reworkRate: null,
      reworkRateDenominator: 2,
      unrecovered: 0,
    });
    expect(rows[0].serviceId).toBe(serviceId);
  });

  test.each<[object, readonly (number | null)[]]>([
    [{ by: 'environment' }, [60, 180, null]],
    [{ by: 'service' }, [null, null]],
    [{ by: 'service', environment: 'test' }, [180, 180]],
    [{ by: 'month' }, [null, null]],
    [{ by: 'month', environment: 'test' }, [180, 180]],
    [{ by: 'month,environment' }, [60, 180, null]],
  ])('%j within one service', async (params, means) => {
    const { rows } = await (await mixed()).report(params);
    expect(rows.map(({ leadTimeMeanMinutes }: ReportRow) => leadTimeMeanMinutes)).toEqual(means);
  });

  test('over all services neither environment nor month makes one of them', async () => {
    const { rows } = await reporting.query('ReportDora', { ...may, by: 'month,environment' });
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) expect(row).toMatchObject({ leadTimeMeanMinutes: null, reworkRate: null });
  });
});

describe('the report', () => {
  test('says what every figure means, and every column belongs to one', async () => {
    const { definitions, rows } = await (await anExample([succeeded(4)])).report();
    expect(definitions.map(({ id }: any) => id)).toEqual(DORA_FIGURES);
    const figures = Object.keys(rows.at(-1)).filter(
      (name) => !/^(row|filter|service|serviceId|environment)$/.test(name),
    );
    expect(definitions.flatMap(({ columns }: any) => columns)).toEqual(figures);
    for (const definition of definitions)
      expect(definition).toMatchObject({
        version: 1,
        unit: expect.stringMatching(/^(deployments|minutes|ratio|deployments per day)$/),
        records: expect.stringContaining(`/v1/reports/dora/records?figure=${definition.id}&from=2026-05-01T00%3A00`),
      });
    const five = definitions.filter(({ id }: any) => !/^(withoutCommitTime|canceled|unrecovered)$/.test(id));
    expect(five).toHaveLength(5);
    for (const { edgeCases } of five) expect(edgeCases).toContain('Never blended');
  });

  test('names what is behind every figure of a row', async () => {
    const { report } = await anExample([
      { ...succeeded(4), committedAt: at(3), unplannedFix: true },
      succeeded(5),
      failed(6),
      { ...failed(7), rolledBackAt: at(8) },
      canceled(9),
      { ...succeeded(10), environment: 'test' },
    ]);
    const { definitions, rows } = await report({ by: 'month,service,environment' });
    for (const { id, columns, records } of definitions) {
      const params = Object.fromEntries(new URL(records + rows[0].filter, 'http://x').searchParams);
      const { items, definition } = await reporting.query('ListReportedDeployments', params);
      const of = rows[0];
      const expected =
        id === 'deploymentFrequency' ? of[`${id}Numerator`] : (of[`${id}Denominator`] ?? of[`${id}Count`]);
      expect([id, items.length]).toEqual([id, expected ?? of[columns[0]]]);
      expect(definition).toMatchObject({ id, columns });
    }
  });

  test('shows when a failure began and ended, and pages', async () => {
    const { records } = await anExample([failed(4), failed(5), succeeded(6)]);
    const first = await records('recoveryTime', { limit: 1 });
    expect(first.items).toMatchObject([
      { failedAt: at(4), recoveredAt: at(6), value: 2880, counted: true, state: 'failed', environment: 'production' },
    ]);
    const second = await records('recoveryTime', { limit: 1, after: first.next });
    expect(second.items).toMatchObject([{ failedAt: at(5), value: 1440 }]);
    await expect(records('reworkRate', { after: first.next })).rejects.toMatchObject({ code: 'foreign-cursor' });
  });

  test('as of an instant it says what it said then', async () => {
    const { service, report, records } = await anExample([failed(4)]);
    const [then, behind] = [await report(), await records('unrecovered')];
    const asOf = reporting.clock.now().toISOString();
    reporting.clock.advance(60_000);
    const late = deployment('late', { service });
    await reporting.state('deployment', 'late', late.reported(), late.finished('succeeded', at(5)));
    expect((await report()).rows[0]).toMatchObject({ unrecovered: 0, recoveryTimeMeanMinutes: 1440 });
    expect((await report({ asOf })).rows).toEqual(then.rows);
    expect((await records('unrecovered', { asOf })).items).toEqual(behind.items);
  });

  test('of a time in which nothing happened has no rates, which is not the same as zero', async () => {
    const { production } = await anExample([]);
    expect(await production()).toMatchObject({
      leadTimeMeanMinutes: null,
      deploymentFrequency: 0,
      recoveryTimeMeanMinutes: null,
      changeFailRate: null,
      reworkRate: null,
      unrecovered: 0,
    });
  });

  test.each([
    [{ by: 'team' }, 'invalid-request'],
    [{ by: 'month,week' }, 'unknown-grouping'],
    [{ environment: 'Production' }, 'invalid-request'],
    [{ serviceId: '' }, 'invalid-request'],
    [{ from: '2026-06-01' }, 'empty-period'],
    [{ asOf: '2099-01-01T00:00:00Z' }, 'as-of-to-come'],
  ])('%j is refused: %s', async (params, code) => {
    const refused = reporting.query('ReportDora', { ...may, ...params });
    await expect(refused).rejects.toMatchObject({ status: 400, code, detail: expect.stringMatching(/\.$/) });
  });
});
