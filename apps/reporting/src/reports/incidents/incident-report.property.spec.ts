import fc from 'fast-check';
import { DateTime } from 'luxon';
import { figuresOf, seen, type Seen } from '../../fixtures/oracle.fixture';
import { aRunningReporting, type RunningReporting } from '../../fixtures/running-reporting.fixture';
import { plots, told, type Plot } from '../../fixtures/stories.arbitrary';
import type { Story } from '../../fixtures/story.fixture';

let reporting: RunningReporting;
beforeAll(async () => (reporting = await aRunningReporting()));
afterAll(() => reporting.stop());

type Row = Record<string, any>;

/** Every run has a category of its own, so that one database serves them all. */
let runs = 0;
function aRun(of: readonly Plot[]): { readonly category: string; readonly histories: readonly Story[] } {
  const category = `run ${(runs += 1)}`;
  return { category, histories: of.map((plot) => told(plot, category)) };
}

const DAY = 86_400_000;
const moment = fc.integer({ min: 0, max: 150 * 24 }).map((hours) => new Date(Date.UTC(2026, 1, 1) + hours * 3_600_000));

/** Equal to what four decimals can show. */
function expectFigures(row: Row, expected: Record<string, number | null>): void {
  for (const [name, value] of Object.entries(expected)) {
    const actual = row[name];
    if (value === null || actual === null || actual === undefined) expect([name, actual]).toEqual([name, value]);
    else if (Math.abs(actual - value) > 0.0002) expect([name, actual]).toEqual([name, value]);
  }
}

async function recorded(histories: readonly Story[]): Promise<Seen[]> {
  await reporting.record(...histories);
  return histories.map(seen);
}

test('a report for any period says what counting in memory says, in total and by dimension', async () => {
  await fc.assert(
    fc.asyncProperty(
      plots,
      moment,
      fc.integer({ min: 1, max: 100 }),
      fc.constantFrom('team', 'priority', 'service', 'channel' as const),
      async (of, start, days, by) => {
        const { category, histories } = aRun(of);
        const incidents = await recorded(histories);
        const [from, to] = [start.getTime(), start.getTime() + days * DAY];
        const params = { category, from: start.toISOString(), to: new Date(to).toISOString(), by };
        const { rows } = await reporting.query('ReportIncidents', params);
        const total = rows.at(-1);
        expect(total.row).toBe('total');
        expectFigures(total, figuresOf(incidents, from, to));
        for (const row of rows.slice(0, -1)) {
          const key = row[`${by}Id`] === undefined ? row[by] : row[`${by}Id`];
          const ofGroup = incidents.filter(({ dimensions }) => dimensions[by as keyof Seen['dimensions']] === key);
          expectFigures(row, figuresOf(ofGroup, from, to));
        }
      },
    ),
    { numRuns: 40, interruptAfterTimeLimit: 60_000 },
  );
}, 120_000);

test('periods in a zone begin at its midnights, and each shows the backlog at its end', async () => {
  await fc.assert(
    fc.asyncProperty(
      plots,
      fc.constantFrom('day', 'week', 'month', 'quarter', 'year' as const),
      fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu'),
      moment,
      async (of, length, zone, start) => {
        const { category, histories } = aRun(of);
        const incidents = await recorded(histories);
        const [from, to] = [start, new Date(start.getTime() + 40 * DAY)];
        const params = { category, from: from.toISOString(), to: to.toISOString(), by: length, zone };
        const { rows } = await reporting.query('ReportIncidents', params);

        const expected = [];
        const unit = length as 'day';
        for (
          let at = DateTime.fromJSDate(from, { zone }).startOf(unit);
          at.toMillis() < to.getTime();
          at = at.plus({ [unit]: 1 })
        ) {
          const begins = Math.max(at.toMillis(), from.getTime());
          const ends = Math.min(at.plus({ [unit]: 1 }).toMillis(), to.getTime());
          expected.push([begins, ends] as const);
        }
        expect(rows.slice(0, -1).map((row: Row) => [Date.parse(row.periodFrom), Date.parse(row.periodTo)])).toEqual(
          expected,
        );
        expected.forEach(([begins, ends], index) => expectFigures(rows[index], figuresOf(incidents, begins, ends)));
        expectFigures(rows.at(-1), figuresOf(incidents, from.getTime(), to.getTime()));
      },
    ),
    { numRuns: 25, interruptAfterTimeLimit: 60_000 },
  );
}, 120_000);

test('backlog at any instant equals counting in memory, and its records are those counted', async () => {
  await fc.assert(
    fc.asyncProperty(plots, moment, async (of, at) => {
      const { category, histories } = aRun(of);
      const incidents = await recorded(histories);
      const open = incidents.filter((incident) => incident.openAt(at.getTime()));
      const { rows } = await reporting.query('ReportIncidentBacklog', { category, at: at.toISOString(), by: 'team' });
      const total = rows.at(-1);
      expect(total.backlog).toBe(open.length);
      const days = open.map(({ opened }) => (at.getTime() - opened) / DAY);
      const between = (low: number, high: number) => days.filter((age) => age >= low && age < high).length;
      expect(total).toMatchObject({
        backlogUnder1Day: between(0, 1),
        backlog1To3Days: between(1, 3),
        backlog3To7Days: between(3, 7),
        backlog7To30Days: between(7, 30),
        backlog30To90Days: between(30, 90),
        backlog90DaysOrMore: between(90, Infinity),
      });
      for (const { teamId, backlog } of rows.slice(0, -1))
        expect(backlog).toBe(open.filter(({ dimensions }) => dimensions.team === teamId).length);

      const { items } = await reporting.query('ListReportedIncidents', {
        figure: 'backlog',
        category,
        to: at.toISOString(),
        limit: 500,
      });
      expect(items.map(({ id }: Row) => id).sort()).toEqual(open.map(({ id }) => id).sort());
    }),
    { numRuns: 40, interruptAfterTimeLimit: 60_000 },
  );
}, 120_000);

test('a report as of an instant says what it said then, whatever was recorded since', async () => {
  await fc.assert(
    fc.asyncProperty(plots, fc.nat(100), async (of, percent) => {
      const { category, histories } = aRun(of);
      const whole = histories.map((story) => [...story.events]);
      histories.forEach((story, index) => story.events.splice(Math.ceil((whole[index]!.length * percent) / 100)));
      const params = { category, from: '2026-02-01', to: '2026-06-01', by: 'month,team' };
      await reporting.record(...histories);
      const then = await reporting.query('ReportIncidents', params);
      const asOf = reporting.clock.now().toISOString();

      reporting.clock.advance(60_000);
      histories.forEach((story, index) => story.events.push(...whole[index]!.slice(story.events.length)));
      await reporting.record(...histories);
      const again = await reporting.query('ReportIncidents', { ...params, asOf });
      expect(again.rows).toEqual(then.rows);
    }),
    { numRuns: 10, interruptAfterTimeLimit: 60_000 },
  );
}, 120_000);
