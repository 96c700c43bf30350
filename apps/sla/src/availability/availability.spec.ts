import { CreateSlaCalendar, type ResultOf, type ReportAvailability } from '@opsledger/contracts';
import { defaultSlas } from '../default-slas';
import { OPEN } from '../fixtures/sla.fixture';
import { runningSlas, type RunningSlas } from '../fixtures/running-slas.fixture';

let slas: RunningSlas;
beforeAll(async () => {
  slas = await runningSlas();
  slas.clock.set('2026-01-01T00:00:00.000Z');
  for (const { contract, id, data } of defaultSlas)
    if (contract === CreateSlaCalendar) await slas.command(contract.name, id, data);
});
afterAll(() => slas.stop());

const [, office] = defaultSlas;
const HOUR = 3_600_000;
const MAIL = {
  name: 'Mail in office hours',
  serviceId: 'mail',
  calendar: office.id,
  objectivePercent: 99,
  downWhen: { all: [OPEN, { field: 'priority', in: ['P1'] }] },
};
const report = async (params: object) =>
  (await slas.query<ResultOf<typeof ReportAvailability>>('ReportAvailability', params)).items;

test('a month says how available a service was, why not, and what is left of the budget', async () => {
  const { id } = await slas.command('CommitAvailability', undefined, MAIL);
  slas.clock.set('2026-03-02T10:00:00.000Z');
  const incident = '01998f6e-7a3c-7def-8a00-0000000000b1';
  const tell = (at: string, type: string, state: string, data: object = {}) =>
    slas.incident(incident, at, type, { state, priority: 'P1', service: 'mail' }, data);
  await tell('2026-03-02T16:00:00.000Z', 'IncidentLogged', 'new', { channel: 'phone' });
  slas.clock.set('2026-03-03T10:00:00.000Z');
  await tell('2026-03-03T10:00:00.000Z', 'IncidentResolved', 'resolved');
  slas.clock.set('2026-04-02T00:00:00.000Z');
  expect(await report({ month: '2026-03' })).toEqual([
    {
      commitment: { id, version: 1, name: MAIL.name },
      serviceId: 'mail',
      calendar: { id: office.id, version: 1 },
      from: '2026-03-01T00:00:00.000Z',
      to: '2026-04-01T00:00:00.000Z',
      committedMs: 176 * HOUR,
      downMs: 2 * HOUR,
      availabilityPercent: (174 / 176) * 100,
      objectivePercent: 99,
      budgetMs: 1.76 * HOUR,
      budgetLeftMs: -0.24 * HOUR,
      outages: [
        {
          from: '2026-03-02T16:00:00.000Z',
          to: '2026-03-03T10:00:00.000Z',
          downMs: 2 * HOUR,
          incidents: [{ id: incident, name: incident }],
        },
      ],
    },
  ]);
  // As it was known while the outage lasted: an hour of the first office day that was over by then.
  const [then] = await report({ month: '2026-03', asOf: '2026-03-02T17:00:00.000Z' });
  expect(then).toMatchObject({ committedMs: 8 * HOUR, downMs: HOUR });
  expect(await report({ month: '2026-03', serviceId: 'web' })).toEqual([]);
});

test('a revision counts from the next month on; withdrawn, nothing does', async () => {
  slas.clock.set('2026-05-10T00:00:00.000Z');
  const { id } = await slas.command('CommitAvailability', undefined, { ...MAIL, serviceId: 'web' });
  slas.clock.set('2026-06-10T00:00:00.000Z');
  await slas.command('ReviseAvailabilityCommitment', id, { ...MAIL, serviceId: 'web', objectivePercent: 90 });
  slas.clock.set('2026-08-10T00:00:00.000Z');
  await slas.command('WithdrawAvailabilityCommitment', id);
  slas.clock.set('2026-10-01T00:00:00.000Z');
  const objectives = async (month: string) =>
    (await report({ month, serviceId: 'web' })).map(({ objectivePercent }) => objectivePercent);
  expect(await objectives('2026-06')).toEqual([99]);
  expect(await objectives('2026-07')).toEqual([90]);
  expect(await objectives('2026-08')).toEqual([90]);
  expect(await objectives('2026-09')).toEqual([]);
  await expect(slas.command('ReviseAvailabilityCommitment', id, MAIL)).rejects.toMatchObject({
    code: 'commitment-withdrawn',
  });
});

test.each([
  [
    'a condition nothing meets',
    { downWhen: { all: [OPEN, { field: 'state', in: ['closed'] }] } },
    'commitment-unusable',
  ],
  ['a condition that ended incidents meet', { downWhen: { field: 'priority', in: ['P1'] } }, 'commitment-unusable'],
  ['a calendar that is not there', { calendar: 'nowhere' }, 'calendar-unknown'],
  ['an objective of more than everything', { objectivePercent: 101 }, 'invalid-request'],
])('%s is refused', async (_, change, code) => {
  await expect(slas.command('CommitAvailability', undefined, { ...MAIL, ...change })).rejects.toMatchObject({ code });
});
