import type { ClockView } from '@opsledger/contracts';
import { defaultSlas } from './default-slas';
import { runningSlas, type RunningSlas } from './fixtures/running-slas.fixture';

let slas: RunningSlas;
beforeAll(async () => (slas = await runningSlas()));
afterAll(() => slas.stop());

const [calendar] = defaultSlas;
const p1 = defaultSlas[2];

async function begin(): Promise<void> {
  for (const { contract, id, data } of defaultSlas) await slas.command(contract.name, id, data);
}

test('a new installation begins with policies for every priority; again adds nothing', async () => {
  slas.clock.set('2026-01-01T00:00:00.000Z');
  await begin();
  const head = await slas.head();
  await begin();
  expect(await slas.head()).toBe(head);
  const { items } = await slas.query('ListSlaPolicies');
  expect(items.map(({ name }: { name: string }) => name)).toEqual(
    [1, 2, 3, 4, 5].map((priority) => `Incidents of priority P${priority}`),
  );
});

describe('a condition on a team', () => {
  const held = (team: string) => ({
    all: [
      { field: 'state', in: ['new'] },
      { field: 'team', in: [team] },
    ],
  });
  const promise = (team: string) => ({ ...p1.data, name: `OLA of ${team}`, kind: 'OLA', appliesWhen: held(team) });
  const committed = (team: string) => ({
    ...{ name: `Of ${team}`, serviceId: 'mail', calendar: calendar.id, objectivePercent: 99, downWhen: held(team) },
  });

  test.each([
    ['CreateSlaPolicy', promise, 'policy-unusable', '/appliesWhen/all/1/in'],
    ['CommitAvailability', committed, 'commitment-unusable', '/downWhen/all/1/in'],
  ])('that is not there is refused by %s', async (type, said, code, path) => {
    await expect(slas.command(type, undefined, said('t-gone'))).rejects.toMatchObject({
      ...{ status: 422, code, detail: expect.stringContaining('There is no team t-gone') },
      extensions: { faults: [expect.objectContaining({ path })] },
    });
    await expect(slas.command(type, undefined, said('t-network'))).resolves.toMatchObject({ version: 1 });
  });

  afterAll(async () => {
    const { items } = await slas.query('ListSlaPolicies');
    await slas.command('RetireSlaPolicy', items.find(({ name }: { name: string }) => name === 'OLA of t-network').id);
  });
});

describe('an incident', () => {
  const ID = '01998f6e-7a3c-7def-8a00-000000000001';
  const clockOf = async (target: string, asOf?: string): Promise<ClockView> => {
    const { clocks } = await slas.query<{ clocks: ClockView[] }>('GetIncidentClocks', {
      id: ID,
      ...(asOf && { asOf }),
    });
    return clocks.find((clock) => clock.target === target)!;
  };

  beforeAll(async () => {
    await slas.incident(
      ID,
      '2026-03-02T09:00:00.000Z',
      'IncidentLogged',
      { state: 'new', priority: 'P1' },
      { channel: 'phone' },
    );
    await slas.incident(
      ID,
      '2026-03-02T09:10:00.000Z',
      'IncidentAcknowledged',
      { state: 'new', priority: 'P1' },
      { automatic: false },
    );
    await slas.incident(
      ID,
      '2026-03-02T10:00:00.000Z',
      'IncidentPutOnHold',
      { state: 'on_hold', priority: 'P1' },
      { reason: 'caller' },
    );
    await slas.incident(ID, '2026-03-02T12:00:00.000Z', 'IncidentResumed', { state: 'in_progress', priority: 'P1' });
    await slas.incident(ID, '2026-03-02T15:30:00.000Z', 'IncidentResolved', { state: 'resolved', priority: 'P1' });
    slas.clock.set('2026-03-03T00:00:00.000Z');
  });

  test('has clocks that explain themselves', async () => {
    expect(await clockOf('response')).toMatchObject({
      state: 'stopped',
      verdict: { result: 'met', at: '2026-03-02T09:10:00.000Z', dueAt: '2026-03-02T09:15:00.000Z' },
    });
    const resolution = await clockOf('resolution');
    expect(resolution.verdict).toEqual({
      result: 'breached',
      at: '2026-03-02T15:00:00.000Z',
      dueAt: '2026-03-02T15:00:00.000Z',
    });
    expect(resolution.ledger.map(({ why, counted }) => `${counted} ${why}`)).toEqual([
      'true counted',
      'false paused: on hold for caller',
      'true counted',
      'false stopped: resolved',
    ]);
  });

  test('is shown as it stood at any moment', async () => {
    expect(await clockOf('resolution', '2026-03-02T11:00:00.000Z')).toMatchObject({
      state: 'paused',
      verdict: null,
      dueAt: null,
      elapsedMs: 3_600_000,
    });
    expect(await clockOf('resolution', '2026-03-02T12:30:00.000Z')).toMatchObject({
      state: 'running',
      dueAt: '2026-03-02T15:00:00.000Z',
      remainingMs: 2.5 * 3_600_000,
    });
  });

  test('is shown as it stands when asked for a moment that is still to come', async () => {
    const [now, later] = ['2026-03-03T00:00:00.000Z', '9999-12-31T23:59:59.999Z'];
    expect(await slas.query('GetIncidentClocks', { id: ID, asOf: later })).toEqual(
      await slas.query('GetIncidentClocks', { id: ID, asOf: now }),
    );
    expect(await slas.query('ReportAvailability', { month: '2026-03', asOf: later })).toMatchObject({ asOf: now });
  });

  test('a policy revised later leaves its verdict alone; simulated, it would be another', async () => {
    const longer = { ...p1.data, targets: p1.data.targets.map((target) => ({ ...target, duration: 'PT12H' })) };
    await slas.command('ReviseSlaPolicy', p1.id, longer);
    expect((await clockOf('resolution')).verdict?.result).toBe('breached');

    await slas.settle();
    const head = await slas.head();
    const simulated = await slas.query('SimulateSlas', {
      by: 'priority',
      policies: [{ id: p1.id, definition: longer }],
    });
    expect(simulated).toMatchObject({
      incidents: 1,
      flips: 1,
      groups: [
        {
          group: 'P1',
          before: { met: 1, breached: 1, compliance: 0.5 },
          after: { met: 2, breached: 0, compliance: 1 },
        },
      ],
      examples: [
        {
          id: ID,
          target: 'resolution',
          before: 'breached',
          after: 'met',
          why: expect.stringMatching(/of PT12H by “.+” as proposed on “.+” version 1/),
        },
      ],
    });
    expect(await slas.head()).toBe(head);
  });
});

test('verdicts are put beside what the source of an imported incident said of its own', async () => {
  const imported = { batch: 'b', source: 'servicenow', row: 1 };
  const [made, missed] = ['01998f6e-7a3c-7def-8a00-0000000000a1', '01998f6e-7a3c-7def-8a00-0000000000a2'];
  for (const id of [made, missed]) {
    const tell = (at: string, type: string, state: string, data: object) =>
      slas.incident(id, at, type, { state, priority: 'P2' }, data, imported);
    await tell('2026-02-02T09:00:00.000Z', 'IncidentLogged', 'new', { channel: 'phone' });
    await tell('2026-02-02T10:00:00.000Z', 'IncidentResolved', 'resolved', {});
    const said = { made: { before: null, after: id === made } };
    await tell('2026-02-02T10:00:00.000Z', 'IncidentSourceSlaStated', 'resolved', said);
  }
  const simulated = await slas.query('SimulateSlas', { by: 'priority', target: 'resolution' });
  const { source } = simulated.groups.find(({ group }: { group: string }) => group === 'P2').after;
  expect(source).toEqual({ made: { met: 1, breached: 0 }, missed: { met: 1, breached: 0 } });
  expect(simulated.disagreements).toMatchObject([{ id: missed, source: 'breached', ours: 'met' }]);
  await expect(slas.query('GetSimulationProgress', { id: 'none' })).rejects.toMatchObject({
    status: 404,
    code: 'not-found',
  });
});

describe('a policy', () => {
  test('counts on a calendar that is there', async () => {
    await expect(slas.command('CreateSlaPolicy', undefined, { ...p1.data, calendar: 'nowhere' })).rejects.toMatchObject(
      { code: 'calendar-unknown' },
    );
  });

  test('is refused when it could never do what it says', async () => {
    const always = { ...p1.data, targets: [{ ...p1.data.targets[0], stopWhen: p1.data.targets[0]!.startWhen }] };
    await expect(slas.command('CreateSlaPolicy', undefined, always)).rejects.toMatchObject({ code: 'policy-unusable' });
  });

  test('is known in all its versions, and retired for good', async () => {
    const { id } = await slas.command('CreateSlaPolicy', undefined, { ...p1.data, name: 'Ours' });
    await slas.command('ReviseSlaPolicy', id, { ...p1.data, name: 'Ours, again' });
    await slas.command('RetireSlaPolicy', id);
    const policy = await slas.query('GetSlaPolicy', { id });
    expect(policy).toMatchObject({ name: 'Ours, again', retiredAt: expect.any(String) });
    expect(policy.versions.map(({ version }: { version: number }) => version)).toEqual([1, 2]);
    await expect(slas.command('ReviseSlaPolicy', id, p1.data)).rejects.toMatchObject({ code: 'policy-retired' });
  });
});

test('a calendar that cannot be used is refused with the reason and the remedy', async () => {
  await expect(
    slas.command('CreateSlaCalendar', undefined, { ...calendar.data, zone: 'Berlin' }),
  ).rejects.toMatchObject({ code: 'calendar-unusable', detail: expect.stringContaining('Europe/Berlin') });
});
