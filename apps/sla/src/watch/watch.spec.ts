import type { ClockSummary, SlaClockEvent } from '@opsledger/contracts';
import type { RecordedEvent } from '@opsledger/event-store';
import { defaultSlas } from '../default-slas';
import { runningSlas, type RunningSlas } from '../fixtures/running-slas.fixture';

let slas: RunningSlas;
beforeAll(async () => {
  slas = await runningSlas();
  slas.clock.set('2026-01-01T00:00:00.000Z');
  for (const { contract, id, data } of defaultSlas) await slas.command(contract.name, id, data);
});
afterAll(() => slas.stop());

/** Every test begins on a Monday of its own: the clock of a log never goes back. P1 counts round the clock, P3 office hours. */
let monday = Date.parse('2026-03-02T00:00:00.000Z');
let ID = '';
let count = 0;
const WEEK = 7 * 86_400_000;
const on = (day: number, time: string) =>
  `${new Date(monday + day * 86_400_000).toISOString().slice(0, 10)}T${time.length === 5 ? `${time}:00.000` : time}Z`;
beforeEach(() => {
  monday += 2 * WEEK;
  count += 1;
  ID = `01998f6e-7a3c-7def-8a00-00000000${String(count).padStart(4, '0')}`;
  slas.clock.set(on(0, '09:00'));
});

/** Something happens to the incident, and the process has seen it a second later. */
async function happens(type: string, keys: object, data: object = {}): Promise<void> {
  await slas.incident(ID, slas.clock.now().toISOString(), type, keys, data);
  slas.clock.advance(1_000);
  await slas.settle();
}
const log = (priority: string, keys: object = {}) =>
  happens('IncidentLogged', { state: 'new', priority, ...keys }, { channel: 'phone' });
const until = async (day: number, time: string) => {
  slas.clock.set(on(day, time));
  await slas.settle();
};

const told = async (target = 'resolution', id = ID) =>
  (await slas.told(id))
    .filter(({ data }) => 'target' in data && data.target === target)
    .map((event) =>
      [event.type.replace('SlaClock', ''), percentOf(event), dayOf(event.occurredAt)].filter(Boolean).join(' '),
    );
const percentOf = ({ data }: RecordedEvent<SlaClockEvent>) => ('percent' in data ? data.percent : undefined);
const dayOf = (instant: string) =>
  `${Math.floor((Date.parse(instant) - monday) / 86_400_000)} ${instant.slice(11, 19)}`;
const clocks = async (params: object = {}) =>
  (await slas.query<{ items: ClockSummary[] }>('ListSlaClocks', { recordId: ID, ...params })).items;
const resolution = async () => (await clocks({ target: 'resolution' }))[0]!;

test('a deadline is acted on when it is due, to the second, and listed', async () => {
  await log('P1');
  await until(0, '12:59:59');
  expect(await told()).toEqual([
    'Started 0 09:00:00',
    'Warned 50 0 11:00:00',
    'Warned 75 0 12:00:00',
    'Warned 90 0 12:36:00',
  ]);
  expect(await resolution()).toMatchObject({
    atRisk: true,
    warnedPercent: 90,
    dueAt: on(0, '13:00'),
    remainingMs: 1_000,
    remainingWallMs: 1_000,
  });
  await until(0, '13:00:01.000');
  const breach = (await slas.told(ID)).find(
    ({ type, data }) => type === 'SlaClockBreached' && 'target' in data && data.target === 'resolution',
  )!;
  expect(breach.occurredAt).toBe(on(0, '13:00'));
  expect(Date.parse(breach.recordedAt) - Date.parse(breach.occurredAt)).toBeLessThanOrEqual(1_000);
  expect(await resolution()).toMatchObject({
    verdict: { result: 'breached' },
    dueAt: null,
    atRisk: false,
    state: 'running',
  });
});

test('no breach or warning inside a pause', async () => {
  await log('P1');
  await until(0, '10:00');
  await happens('IncidentPutOnHold', { state: 'on_hold', priority: 'P1' }, { reason: 'caller' });
  await until(3, '10:00');
  expect(await told()).toEqual(['Started 0 09:00:00', 'Paused 0 10:00:00']);
  expect(await resolution()).toMatchObject({ state: 'paused', dueAt: null, elapsedMs: 3_600_000 });
  await happens('IncidentResumed', { state: 'in_progress', priority: 'P1' });
  await until(3, '13:01');
  expect((await told()).slice(2)).toEqual([
    'Resumed 3 10:00:00',
    'Warned 50 3 11:00:00',
    'Warned 75 3 12:00:00',
    'Warned 90 3 12:36:00',
    'Breached 3 13:00:00',
  ]);
});

test('a policy swapped mid-hold keeps start and pauses', async () => {
  await log('P2');
  await until(0, '11:00');
  await happens('IncidentPutOnHold', { state: 'on_hold', priority: 'P2' }, { reason: 'caller' });
  await until(0, '12:00');
  await happens('IncidentAssessed', { state: 'on_hold', priority: 'P1' });
  await until(0, '15:00');
  await happens('IncidentResumed', { state: 'in_progress', priority: 'P1' });
  expect(await told()).toEqual([
    'Started 0 09:00:00',
    'Paused 0 11:00:00',
    'PolicyReplaced 0 12:00:00',
    'Resumed 0 15:00:00',
    'Warned 50 0 15:00:00',
  ]);
  expect(await resolution()).toMatchObject({ startedAt: on(0, '09:00'), dueAt: on(0, '17:00') });
});

test('a Friday-to-Monday hold', async () => {
  slas.clock.set(on(4, '15:00'));
  await log('P3');
  await until(4, '16:00');
  await happens('IncidentPutOnHold', { state: 'on_hold', priority: 'P3' }, { reason: 'caller' });
  await until(7, '10:00');
  await happens('IncidentResumed', { state: 'in_progress', priority: 'P3' });
  await until(7, '11:00');
  await happens('IncidentResolved', { state: 'resolved', priority: 'P3' });
  expect(await resolution()).toMatchObject({
    elapsedMs: 2 * 3_600_000,
    verdict: { result: 'met', at: on(7, '11:00') },
  });
});

test('escalation never at night or on a holiday', async () => {
  slas.clock.set(on(4, '16:00'));
  await log('P3');
  await until(9, '00:00');
  const when = (await slas.told(ID)).map(({ occurredAt }) => new Date(occurredAt));
  expect(when.filter((at) => at.getUTCHours() < 9 || at.getUTCHours() > 17 || [0, 6].includes(at.getUTCDay()))).toEqual(
    [],
  );
  expect((await told()).at(-1)).toBe('Breached 8 16:00:00');
});

test('time resolved-then-reopened is not counted and the first verdict stands', async () => {
  await log('P1');
  await until(0, '10:00');
  await happens('IncidentResolved', { state: 'resolved', priority: 'P1' });
  await until(1, '09:00');
  await happens('IncidentReopened', { state: 'in_progress', priority: 'P1' });
  await until(2, '09:00');
  await happens('IncidentResolved', { state: 'resolved', priority: 'P1' });
  await until(5, '00:00');
  expect(await told()).toEqual(['Started 0 09:00:00', 'Met 0 10:00:00', 'Resumed 1 09:00:00', 'Stopped 2 09:00:00']);
  expect(await resolution()).toMatchObject({ verdict: { result: 'met' }, state: 'stopped', elapsedMs: 25 * 3_600_000 });
});

test('response and resolution are independent', async () => {
  await log('P1');
  await until(0, '09:30');
  await happens('IncidentAcknowledged', { state: 'new', priority: 'P1' }, { automatic: false });
  await happens('IncidentResolved', { state: 'resolved', priority: 'P1' });
  expect((await told('response')).slice(-2)).toEqual(['Breached 0 09:15:00', 'Stopped 0 09:30:00']);
  expect(await told()).toEqual(['Started 0 09:00:00', 'Met 0 09:30:01']);
});

test('a restart with overdue deadlines fires each once, with its true due time', async () => {
  await log('P1');
  const before = (await slas.told(ID)).length;
  await slas.restart(() => slas.clock.set(on(2, '09:00')));
  await slas.settle();
  expect(await told()).toEqual([
    'Started 0 09:00:00',
    'Warned 50 0 11:00:00',
    'Warned 75 0 12:00:00',
    'Warned 90 0 12:36:00',
    'Breached 0 13:00:00',
  ]);
  const late = (await slas.told(ID)).slice(before);
  expect(late.every(({ recordedAt }) => recordedAt >= on(2, '09:00'))).toBe(true);
  await slas.restart(() => slas.clock.set(on(3, '09:00')));
  await slas.settle();
  expect(await told()).toHaveLength(5);
});

test('two instances running give one verdict', async () => {
  const other = await slas.another();
  try {
    await log('P1');
    slas.clock.set(on(1, '09:00'));
    const command = { service: 'sla', type: 'JudgeClocks', id: ID, data: { record: 'incident' }, now: on(1, '09:00') };
    const by = {
      actor: { id: 'process:watch-clocks', name: 'watch-clocks', kind: 'process' },
      correlationId: 'c',
    } as const;
    await Promise.all([
      slas.settle(),
      other.services.command({ ...command, ...by }),
      slas.command('JudgeClocks', ID, { record: 'incident' }),
    ]);
    expect((await told()).filter((one) => one.startsWith('Breached'))).toEqual(['Breached 0 13:00:00']);
    expect(await told()).toHaveLength(5);
  } finally {
    await other.stop();
  }
});

test('a calendar or policy edit changes nothing already given, nor what runs', async () => {
  await log('P1');
  await until(0, '14:00');
  const [, , p1] = defaultSlas;
  const longer = { ...p1.data, targets: p1.data.targets.map((target) => ({ ...target, duration: 'PT48H' })) };
  await slas.command('ReviseSlaPolicy', p1.id, longer);
  await happens('IncidentAssigned', { state: 'new', priority: 'P1', team: 'network' });
  expect((await told()).at(-1)).toBe('Breached 0 13:00:00');
  expect(await resolution()).toMatchObject({ targetMs: 4 * 3_600_000, team: { id: 'network' } });
  const first = ID;
  ID = ID.replace(/^0/, '1');
  await log('P1');
  expect(await resolution()).toMatchObject({ targetMs: 48 * 3_600_000 });
  await slas.command('ReviseSlaPolicy', p1.id, p1.data);
  expect((await told('resolution', first)).at(-1)).toBe('Breached 0 13:00:00');
});

test('imported history has clocks by its own times; nobody is warned of the past, and what lies ahead is waited for', async () => {
  const imported = { batch: 'b', source: 'servicenow', row: 1 };
  const incident = (at: string, type: string, keys: object, data: object = {}) =>
    slas.incident(ID, at, type, keys, data, imported);
  await incident(on(-3, '09:00'), 'IncidentLogged', { state: 'new', priority: 'P1' }, { channel: 'phone' });
  await incident(on(-3, '10:00'), 'IncidentPutOnHold', { state: 'on_hold', priority: 'P1' }, { reason: 'caller' });
  await incident(on(0, '07:00'), 'IncidentResumed', { state: 'in_progress', priority: 'P1' });
  slas.clock.advance(1_000);
  await slas.settle();
  expect((await slas.told(ID)).map(({ type }) => type)).toEqual(['SlaClockHistoryRecorded', 'SlaClockHistoryRecorded']);
  expect(await resolution()).toMatchObject({ warnedPercent: 75, dueAt: on(0, '10:00'), verdict: null });
  await until(0, '10:01');
  expect((await told()).slice(1)).toEqual(['Warned 90 0 09:36:00', 'Breached 0 10:00:00']);
  await incident(on(0, '09:30'), 'IncidentResolved', { state: 'resolved', priority: 'P1' });
  slas.clock.advance(1_000);
  await slas.settle();
  expect(await resolution()).toMatchObject({ verdict: { result: 'met', at: on(0, '09:30') }, warnedPercent: 75 });
  await incident(on(0, '10:02'), 'IncidentImportWithdrawn', { state: 'resolved', priority: 'P1' });
  slas.clock.advance(1_000);
  await slas.settle();
  expect(await clocks()).toEqual([]);
});

test('lists say what is due next, what is at risk, what is breached, and follow the record to its team', async () => {
  await log('P1', { team: 'network' });
  await until(0, '12:10');
  await happens('IncidentAssigned', { state: 'new', priority: 'P1', team: 'database' });
  expect(await clocks({ teamId: 'network' })).toEqual([]);
  expect((await clocks({ teamId: 'database', atRisk: true })).map(({ target }) => target)).toEqual(['resolution']);
  expect((await clocks({ verdict: 'breached' })).map(({ target }) => target)).toEqual(['response']);
  expect((await clocks({ open: true, dueBefore: on(0, '13:01') })).map(({ target }) => target)).toEqual(['resolution']);
  const [clock] = await clocks({ open: true });
  slas.clock.set(on(0, '12:50'));
  const ledger = await slas.query('GetSlaClockLedger', { id: clock!.id, asOf: on(0, '12:40') });
  expect(ledger).toMatchObject({
    elapsedMs: 3_600_000 * 3 + 40 * 60_000,
    byTeam: [
      { team: 'network', elapsedMs: 3 * 3_600_000 + 10 * 60_000 },
      { team: 'database', elapsedMs: 30 * 60_000 },
    ],
  });
  const ahead = await slas.query('GetSlaClockLedger', { id: clock!.id, asOf: on(0, '18:00') });
  expect(ahead.asOf).toBe(on(0, '12:50'));
});
