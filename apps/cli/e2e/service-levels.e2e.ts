import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ClockView, IncidentSummary } from '@opsledger/contracts';
import { runningSuite, type RunningSuite } from './running-suite';

const root = join(__dirname, '../../..');
const REAL = process.env.OPSLEDGER_SERVICENOW_LOG ?? join(root, '../shared/data/servicenow_incident_event_log.csv');

let suite: RunningSuite;
beforeAll(async () => {
  suite = await runningSuite();
  const told = [['demo', '--size', '200'], ...(existsSync(REAL) ? [['import', 'servicenow', REAL]] : [])];
  for (const words of told) {
    const { code, err } = await suite.opsledger(...words).ended;
    if (code !== 0) throw new Error(err);
  }
  await suite.caughtUp();
});
afterAll(() => suite.stop());

async function* incidents(): AsyncGenerator<IncidentSummary> {
  for (let after: string | undefined = ''; after !== undefined;) {
    const page: { items: IncidentSummary[]; next?: string } = await suite.ask(
      `/v1/incidents?limit=500&sort=number${after ? `&after=${encodeURIComponent(after)}` : ''}`,
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

test('the ledger of every clock of the demo and of the real log adds up to its elapsed time, without a gap', async () => {
  const wrong: string[] = [];
  let clocks = 0;
  for await (const { id, number } of incidents()) {
    const found = await suite.ask<{ asOf: string; clocks: ClockView[] }>(`/v1/sla/incidents/${id}/clocks`);
    for (const clock of found.clocks) {
      clocks += 1;
      const why = unaccounted(clock, found.asOf);
      if (why) wrong.push(`${number} ${clock.target}: ${why}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(clocks).toBeGreaterThanOrEqual(existsSync(REAL) ? 1_500 : 200);
});
