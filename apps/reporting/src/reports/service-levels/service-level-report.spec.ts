import { SERVICE_LEVEL_FIGURES, type ReportRow } from '@opsledger/contracts';
import fc from 'fast-check';
import { promise, type PromiseEvent } from '../../fixtures/promises.fixture';
import { aRunningReporting, type RunningReporting } from '../../fixtures/running-reporting.fixture';
import { Story } from '../../fixtures/story.fixture';

const NETWORK = { id: 't-net', name: 'Network' };
const DATABASE = { id: 't-db', name: 'Database' };
const day = (date: number, time = '09:00') => `2026-05-${String(date).padStart(2, '0')}T${time}:00.000Z`;
const may = { from: '2026-05-01', to: '2026-06-01' };

describe('the report', () => {
  let reporting: RunningReporting;
  const stories = [4, 5, 6, 7].map((date) => new Story({ at: day(date) }));
  const [kept, broken, open, unpromised] = stories.map(({ id }) => id) as [string, string, string, string];
  const report = (params: object = {}) => reporting.query('ReportServiceLevels', { ...may, ...params });
  const total = async (params: object = {}): Promise<ReportRow> => (await report(params)).rows.at(-1);

  beforeAll(async () => {
    reporting = await aRunningReporting();
    await reporting.record(...stories);
    const response = promise({ clock: 'k-1', target: 'response', startedAt: day(4) });
    const resolution = promise({ clock: 'k-2', startedAt: day(4), keys: { team: NETWORK } });
    await reporting.promised(kept, response.started, resolution.started, response.met(day(4, '10:00')));
    await reporting.promised(
      kept,
      resolution.met(day(5), { team: DATABASE }),
      resolution.regrouped(day(6), { team: NETWORK }),
    );
    const [first, last] = [
      promise({ clock: 'b-1', target: 'response', startedAt: day(5) }),
      promise({ clock: 'b-2', startedAt: day(5), keys: { team: NETWORK } }),
    ];
    await reporting.promised(broken, first.started, last.started, first.breached(day(5, '10:00')), last.met(day(6)));
    const [running, gone] = [
      promise({ clock: 'o-1', startedAt: day(6), policy: 'p-2', keys: { team: NETWORK } }),
      promise({ clock: 'o-2', startedAt: day(6), kind: 'OLA', target: 'hand-over' }),
    ];
    await reporting.promised(open, running.started, gone.started, gone.cancelled(day(7)));
    await reporting.promised(open, running.regrouped(day(8), { team: DATABASE }));
  });
  afterAll(() => reporting.stop());

  test('counts verdicts by their time, and apart what has none', async () => {
    expect(await total()).toMatchObject({
      met: 3,
      breached: 1,
      compliance: 0.75,
      complianceNumerator: 3,
      complianceDenominator: 4,
      recordCompliance: 0.5,
      recordComplianceDenominator: 2,
      canceled: 1,
      unpromised: 1,
      running: 1,
    });
    expect(await total({ to: '2026-05-06' })).toMatchObject({ met: 2, breached: 1, running: 1 });
  });

  test('groups by whose it was at the verdict; what runs, by whose it is', async () => {
    const { rows } = await report({ by: 'team', target: 'resolution' });
    expect(rows.map(({ team, met, running }: ReportRow) => [team, met, running])).toEqual([
      ['Database', 1, 1],
      ['Network', 1, 0],
      [null, 2, 1],
    ]);
  });

  test('groups by policy, kind and target, and by periods without a gap', async () => {
    const { rows } = await report({ by: 'kind,policy' });
    expect(
      rows.map(({ kind, policyId, met, canceled, unpromised }: ReportRow) => [
        kind,
        policyId,
        met,
        canceled,
        unpromised,
      ]),
    ).toEqual([
      ['OLA', 'p-1', 0, 1, 0],
      ['SLA', 'p-1', 3, 0, 0],
      ['SLA', 'p-2', 0, 0, 0],
      [null, null, 0, 0, 1],
      [null, null, 3, 1, 1],
    ]);
    const days = (await report({ by: 'day', to: '2026-05-07', from: '2026-05-03' })).rows;
    expect(days.map(({ met, breached, running }: ReportRow) => [met, breached, running])).toEqual([
      [0, 0, 0],
      [1, 0, 1],
      [1, 1, 1],
      [1, 0, 2],
      [3, 1, 2],
    ]);
  });

  test('names what is behind every figure', async () => {
    const { definitions, rows } = await report();
    for (const { id, columns, records } of definitions) {
      const figure = new URL(records, 'http://x').searchParams;
      expect(figure.get('figure')).toBe(id);
      const { items } = await reporting.query('ListReportedServiceLevels', { figure: id, ...may });
      const value = rows[0][`${id}Denominator`] ?? rows[0][columns[0]];
      expect([id, items.length]).toEqual([id, value]);
    }
    expect(definitions.map(({ id }: { id: string }) => id)).toEqual(SERVICE_LEVEL_FIGURES);
    const { items } = await reporting.query('ListReportedServiceLevels', { figure: 'unpromised', ...may });
    expect(items).toMatchObject([{ clock: null, record: { id: unpromised }, kind: null }]);
  });

  test('is the same however often a record is touched later, and as it was known', async () => {
    const known = await total();
    const asOf = '2026-07-01T12:00:00.000Z';
    reporting.clock.set('2026-07-02T12:00:00.000Z');
    const late = promise({ clock: 'l-1', startedAt: day(9) });
    await reporting.promised(unpromised, late.started, late.breached(day(10)));
    expect(await total()).toMatchObject({ breached: 2, unpromised: 0 });
    expect(await total({ asOf })).toEqual(known);
    await reporting.promised(unpromised, late.withdrawn(day(11)));
    expect(await total()).toEqual(known);
  });
});

test('agrees with counting by hand, whatever happened', async () => {
  const clock = fc.record({
    record: fc.integer({ min: 0, max: 3 }),
    started: fc.integer({ min: 1, max: 10 }),
    end: fc.integer({ min: 11, max: 20 }),
    outcome: fc.constantFrom('met', 'breached', 'cancelled', 'none'),
    team: fc.constantFrom(NETWORK, DATABASE, null),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(clock, { maxLength: 12 }), fc.integer({ min: 10, max: 21 }), async (clocks, to) => {
      const reporting = await aRunningReporting();
      try {
        const stories = [0, 1, 2, 3].map(() => new Story({ at: day(1) }));
        await reporting.record(...stories);
        for (const [index, { record, started, end, outcome, team }] of clocks.entries()) {
          const told = promise({ clock: `c-${index}`, target: `t-${index}`, startedAt: day(started), keys: { team } });
          const events: PromiseEvent[] = [told.started];
          if (outcome !== 'none') events.push(told[outcome](day(end)));
          await reporting.promised(stories[record]!.id, ...events);
        }
        const { rows } = await reporting.query('ReportServiceLevels', {
          from: '2026-05-01',
          to: day(to, '00:00'),
          by: 'team',
        });
        const within = ({ end }: { end: number }) => end < to;
        const count = (outcome: string, team?: unknown) =>
          clocks.filter((one) => one.outcome === outcome && within(one) && (team === undefined || one.team === team))
            .length;
        const open = clocks.filter((one) => one.started < to && (one.outcome === 'none' || !within(one)));
        const records = stories.map((_, record) => clocks.filter((one) => one.record === record));
        const settled = records.filter(
          (own) =>
            own.every(({ outcome }) => outcome !== 'none') &&
            own.some(({ outcome }) => outcome === 'met' || outcome === 'breached') &&
            Math.max(...own.filter(({ outcome }) => outcome !== 'cancelled').map(({ end }) => end)) < to,
        );
        expect(rows.at(-1)).toMatchObject({
          met: count('met'),
          breached: count('breached'),
          canceled: count('cancelled'),
          running: open.length,
          unpromised: records.filter((own) => own.length === 0).length,
          recordComplianceDenominator: settled.length,
          recordComplianceNumerator: settled.filter((own) => own.every(({ outcome }) => outcome !== 'breached')).length,
        });
        const network = rows.find(({ teamId }: ReportRow) => teamId === NETWORK.id);
        expect([network?.met ?? 0, network?.breached ?? 0]).toEqual([
          count('met', NETWORK),
          count('breached', NETWORK),
        ]);
      } finally {
        await reporting.stop();
      }
    }),
    { numRuns: 15 },
  );
});
