import type { IncidentSummary, IncidentView } from '@opsledger/contracts';
import { ADA, CARLA, referenceTo, runningIncidents, type RunningIncidents } from './incident.fixture';

let incidents: RunningIncidents;
beforeAll(async () => (incidents = await runningIncidents()));
afterAll(() => incidents.stop());

const HOUR = 3_600_000;
const at = (time: string) => `2026-03-02T${time}:00.000Z`;
const CLOCK = {
  clock: 'c-1',
  policy: { id: 'p', version: 1 },
  calendar: { id: 'always', version: 1 },
  state: 'running',
  targetMs: 4 * HOUR,
  elapsedMs: 0,
};

/** An incident with a promise that runs out at a time of the day. */
async function promised(due: string, caller = referenceTo(CARLA)): Promise<string> {
  const { id } = await incidents.command('LogIncident', undefined, { title: due, impact: 2, urgency: 3, caller });
  const begun = { ...CLOCK, startedAt: at('09:00'), at: at('09:00') };
  await incidents.promised(id, 'SlaClockStarted', { ...begun, dueAt: at(due), nextAt: at(due) });
  return id;
}
const list = async (params: object, by = ADA) =>
  (await incidents.query<{ items: IncidentSummary[] }>('ListIncidents', params, by)).items;
const titles = async (params: object) => (await list(params)).map(({ title }) => title);

let soon: string;
let later: string;
beforeAll(async () => {
  incidents.clock.set(at('09:00'));
  later = await promised('15:00');
  soon = await promised('13:00');
  await incidents.command('LogIncident', undefined, { title: 'nothing promised', impact: 2, urgency: 3 });
  incidents.clock.set(at('12:30'));
  await incidents.promised(soon, 'SlaClockWarned', {
    ...CLOCK,
    startedAt: at('09:00'),
    elapsedMs: 3 * HOUR,
    at: at('12:00'),
    dueAt: at('13:00'),
    nextAt: at('12:36'),
    percent: 75,
  });
});

test('an incident and its line in a list say what is promised and how it stands now', async () => {
  const level = {
    id: 'c-1',
    target: 'resolution',
    state: 'running',
    dueAt: at('13:00'),
    atRisk: true,
    elapsedMs: 3.5 * HOUR,
    remainingMs: HOUR / 2,
    remainingWallMs: HOUR / 2,
  };
  expect((await list({ sort: 'dueAt' }))[0]!.serviceLevels).toMatchObject([level]);
  expect((await incidents.query<IncidentView>('GetIncident', { id: soon })).serviceLevels).toMatchObject([level]);
});

test('lists are sorted by what is due next, and filtered by risk', async () => {
  expect(await titles({ sort: 'dueAt' })).toEqual(['13:00', '15:00']);
  expect(await titles({ sort: '-dueAt' })).toEqual(['15:00', '13:00']);
  expect(await titles({ atRisk: true })).toEqual(['13:00']);
  expect(await titles({ atRisk: false, sort: 'openedAt' })).toEqual(['15:00', 'nothing promised']);
  expect(await titles({ dueBefore: at('14:00') })).toEqual(['13:00']);
  const first = await incidents.query('ListIncidents', { sort: 'dueAt', limit: 1 });
  expect(await titles({ sort: 'dueAt', limit: 1, after: first.next })).toEqual(['15:00']);
});

test('a broken promise is found when it was broken, and is due no more', async () => {
  expect(await titles({ breached: true })).toEqual([]);
  const verdict = { result: 'breached', at: at('15:00'), dueAt: at('15:00') };
  await incidents.promised(later, 'SlaClockBreached', {
    ...CLOCK,
    startedAt: at('09:00'),
    elapsedMs: 4 * HOUR,
    at: at('15:00'),
    dueAt: null,
    nextAt: null,
    verdict,
  });
  expect(await titles({ breached: true })).toEqual(['15:00']);
  expect(await titles({ sort: 'dueAt' })).toEqual(['13:00']);
});

test('promises are not shown to requesters, nor may they search by them', async () => {
  const shown = await incidents.query<IncidentView>('GetIncident', { id: soon }, CARLA);
  expect(shown).not.toHaveProperty('serviceLevels');
  expect((await list({}, CARLA))[0]).not.toHaveProperty('serviceLevels');
  await expect(list({ sort: 'dueAt' }, CARLA)).rejects.toMatchObject({ status: 403, code: 'promises-are-for-staff' });
});
