import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClockSummary, ClockView, IncidentSummary, ResultOf, SimulateSlas } from '@opsledger/contracts';
// eslint-disable-next-line @nx/enforce-module-boundaries -- counted apart from the importer, so it is no part of it
import { figuresOf } from '../../../libs/incident-history/src/servicenow/independent-figures';
import { runningSuite, type RunningSuite } from './running-suite';

const root = join(__dirname, '../../..');
const REAL = process.env.OPSLEDGER_SERVICENOW_LOG ?? join(root, '../shared/data/servicenow_incident_event_log.csv');
const MADE_UP = join(root, 'libs/incident-history/fixtures/servicenow-update-log.csv');
const LOG = existsSync(REAL) ? REAL : MADE_UP;

let suite: RunningSuite;
beforeAll(async () => {
  suite = await runningSuite();
  for (const words of [
    ['demo', '--size', '200'],
    ['import', 'servicenow', LOG],
  ]) {
    const { code, err } = await suite.opsledger(...words).ended;
    if (code !== 0) throw new Error(err);
  }
  await suite.caughtUp();
});
afterAll(() => suite.stop());

async function* all<Item>(path: string): AsyncGenerator<Item> {
  for (let after: string | undefined = ''; after !== undefined;) {
    const page: { items: Item[]; next?: string } = await suite.ask(
      `${path}&limit=500${after ? `&after=${encodeURIComponent(after)}` : ''}`,
    );
    yield* page.items;
    after = page.next;
  }
}

/** What a ledger does not account for; nothing, when all is well. */
function unaccounted({ ledger, startedAt, elapsedMs }: ClockView, asOf: string): string | undefined {
  const instant = Date.parse;
  const counted = ledger
    .filter((entry) => entry.counted)
    .reduce((sum, { from, to }) => sum + instant(to) - instant(from), 0);
  if (counted !== elapsedMs) return `${counted} ms counted, ${elapsedMs} ms elapsed`;
  const end = ledger.reduce((reached, { from, to }) => (from === reached ? to : `gap at ${from}`), startedAt);
  return end === asOf || startedAt >= asOf ? undefined : `ends at ${end}, not ${asOf}`;
}

/** What lists say of a clock, so far as it does not change as time goes on. */
const said = ({
  state,
  verdict,
  startedAt,
  targetMs,
  elapsedMs,
  dueAt,
  policy,
  calendar,
}: ClockView | ClockSummary) => ({
  state,
  verdict,
  startedAt,
  targetMs,
  policy,
  calendar,
  ...(state === 'running' ? { dueAt } : { elapsedMs }),
});

test('the ledger of every clock of the demo and of the real log adds up to its elapsed time, and lists say the same', async () => {
  const listed = new Map<string, ClockSummary>();
  for await (const clock of all<ClockSummary>('/v1/sla/clocks?sort=startedAt'))
    listed.set(`${clock.record.id} ${clock.kind} ${clock.target}`, clock);
  const wrong: string[] = [];
  let clocks = 0;
  for await (const { id, number } of all<IncidentSummary>('/v1/incidents?sort=number')) {
    const found = await suite.ask<{ asOf: string; clocks: ClockView[] }>(`/v1/sla/incidents/${id}/clocks`);
    for (const clock of found.clocks) {
      clocks += 1;
      const why = unaccounted(clock, found.asOf);
      if (why) wrong.push(`${number} ${clock.target}: ${why}`);
      const line = listed.get(`${id} ${clock.kind} ${clock.target}`);
      const [recorded, workedOut] = [line && said(line), said(clock)].map((it) => JSON.stringify(it));
      if (recorded !== workedOut) wrong.push(`${number} ${clock.target}: listed ${recorded}, worked out ${workedOut}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(clocks).toBe(listed.size);
  expect(clocks).toBeGreaterThanOrEqual(existsSync(REAL) ? 1_500 : 200);
});

test('what is reported is what is listed', async () => {
  const met: ClockSummary[] = [];
  const breached: ClockSummary[] = [];
  for await (const clock of all<ClockSummary>('/v1/sla/clocks?verdict=met&sort=startedAt')) met.push(clock);
  for await (const clock of all<ClockSummary>('/v1/sla/clocks?verdict=breached&sort=startedAt')) breached.push(clock);
  const { rows } = await suite.ask<{ rows: Record<string, number>[] }>(
    '/v1/reports/service-levels?from=2000-01-01&to=2100-01-01',
  );
  expect(rows[0]).toMatchObject({ met: met.length, breached: breached.length });
});

test('what the source said of its own promises is beside the verdicts, every incident of it', async () => {
  const { madeSla, missedSla } = figuresOf(readFileSync(LOG, 'utf8'));
  const { out } = await suite.opsledger('sla', 'compare', '--json').ended;
  const { groups } = JSON.parse(out) as ResultOf<typeof SimulateSlas>;
  const count = (said: 'made' | 'missed') =>
    groups.reduce((sum, { after }) => sum + after.source[said].met + after.source[said].breached, 0);
  expect([count('made'), count('missed')]).toEqual([madeSla, missedSla]);
});
