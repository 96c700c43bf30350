import { WEEKDAY_NAMES, compileCalendar } from '@opsledger/business-time';
import { send } from '../load/open-loop';
import { TOKEN, type Peer } from '../peers/processes';
import type { Row } from '../report';

const section = 'Service levels';
const YEAR = 365 * 86_400_000;
const ROUNDS = 100_000;

/** What one question to a calendar costs: an office with a lunch break, through a year with both changes of the clock. */
export function benchBusinessTime(): Row[] {
  const windows = [
    { from: '09:00', to: '12:00' },
    { from: '13:00', to: '18:00' },
  ];
  const weekly = Object.fromEntries(WEEKDAY_NAMES.slice(0, 5).map((day) => [day, windows]));
  const calendar = compileCalendar({ zone: 'Europe/Berlin', weekly, holidays: [], exceptions: [] });
  const from = Date.UTC(2025, 2, 3, 7);
  const first = performance.now();
  calendar.elapsed(from, from + YEAR);
  const began = performance.now();
  for (let round = 0; round < ROUNDS; round++) calendar.elapsed(from + round * 1_000, from + round * 1_000 + YEAR);
  const each = ((performance.now() - began) / ROUNDS) * 1_000;
  return [
    { section, what: 'elapsed over a year', figure: each, unit: 'µs', goal: { atMost: 20 } },
    { section, what: 'elapsed over a year, the first time', figure: began - first, unit: 'ms' },
  ];
}

const open = { not: { field: 'state', in: ['resolved', 'closed', 'canceled'] } };

/** One policy tried on all incidents there are. */
export async function benchSimulation(suite: Peer): Promise<Row[]> {
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  const { items } = JSON.parse((await send(`${suite.url}/v1/sla/calendars`, 'GET', headers)).body) as {
    items: { id: string }[];
  };
  const definition = {
    name: 'Four hours for all',
    kind: 'SLA',
    calendar: items[0]!.id,
    targets: [
      {
        name: 'resolution',
        duration: 'PT4H',
        startWhen: open,
        stopWhen: { field: 'state', in: ['resolved', 'closed'] },
      },
    ],
  };
  const began = performance.now();
  const answer = await send(
    `${suite.url}/v1/sla/simulations`,
    'POST',
    headers,
    JSON.stringify({ policies: [{ definition }] }),
  );
  if (answer.status !== 200) throw new Error(`the simulation answered ${answer.status}: ${answer.body}`);
  const { incidents } = JSON.parse(answer.body) as { incidents: number };
  const seconds = (performance.now() - began) / 1_000;
  return [
    {
      section,
      what: `simulation over ${incidents.toLocaleString('en')} incidents, as for 100,000`,
      figure: (seconds / incidents) * 100_000,
      unit: 's',
      goal: { atMost: 30 },
    },
  ];
}
