import type { Condition, RecordFields } from '@opsledger/contracts';
import {
  HOUR,
  OPEN,
  RESOLVED,
  RESUMED,
  OFFICE,
  always,
  at,
  calendar,
  held,
  judged,
  officeIn,
  policy,
  resolution,
  response,
  story,
  text,
  told,
} from '../fixtures/sla.fixture';

/** Friday 2026-03-06; the office is open from 9 to 17, Monday to Friday, UTC unless told. */

const PRIORITY = (priority: string) => ({ field: 'priority', in: [priority] }) as const;

test('a policy swapped mid-hold keeps start and pauses', () => {
  const policies = [
    policy([resolution('PT8H')], { id: 'p3', appliesWhen: PRIORITY('P3') }),
    policy([resolution('PT4H')], { id: 'p1', appliesWhen: PRIORITY('P1') }),
  ];
  const facts = story(
    ['2026-03-02T09:00', {}],
    ['2026-03-02T11:00', held('caller')],
    ['2026-03-02T12:00', { priority: 'P1' }],
    ['2026-03-02T15:00', RESUMED],
  );
  const { resolution: clock } = judged(facts, '2026-03-02T16:00', policies);
  expect(text(clock!.startedAt)).toBe('2026-03-02T09:00');
  expect(clock!.elapsedMs).toBe(3 * HOUR);
  expect(text(clock!.dueAt)).toBe('2026-03-02T17:00');
  expect(clock!.pinned.policy.id).toBe('p1');
  expect(clock!.ledger.map(({ why, policy }) => `${policy.id} ${why}`)).toEqual([
    'p3 counted',
    'p3 paused: on hold for caller',
    'p1 paused: on hold for caller',
    'p1 counted',
  ]);
});

test('no breach or warning inside a pause', () => {
  const facts = story(['2026-03-02T09:00', {}], ['2026-03-02T09:50', held('caller')], ['2026-03-04T10:00', RESUMED]);
  const policies = [policy([resolution('PT1H')])];
  expect(told(judged(facts, '2026-03-04T09:59', policies).resolution!)).toEqual([
    'started 2026-03-02T09:00',
    'warned 50 2026-03-02T09:30',
    'warned 75 2026-03-02T09:45',
    'paused 2026-03-02T09:50',
  ]);
  expect(told(judged(facts, '2026-03-04T12:00', policies).resolution!).slice(4)).toEqual([
    'resumed 2026-03-04T10:00',
    'warned 90 2026-03-04T10:04',
    'breached 2026-03-04T10:10',
  ]);
});

test('a Friday-to-Monday hold', () => {
  const facts = story(
    ['2026-03-06T15:00', {}],
    ['2026-03-06T16:00', held('caller')],
    ['2026-03-09T10:00', RESUMED],
    ['2026-03-09T11:00', RESOLVED],
  );
  const { resolution: clock } = judged(facts, '2026-03-10T09:00', [policy([resolution('PT3H')])]);
  expect(clock!.elapsedMs).toBe(2 * HOUR);
  expect(clock!.verdict).toEqual({ result: 'met', at: at('2026-03-09T11:00'), dueAt: at('2026-03-09T12:00') });
});

test('escalation never at night or on a holiday', () => {
  const closed = officeIn('UTC', { holidays: [{ date: '2026-03-09', name: 'Feast' }] });
  const facts = story(['2026-03-06T16:30', {}]);
  const { resolution: clock } = judged(facts, '2026-03-12T00:00', [policy([resolution('PT1H')])], [calendar(closed)]);
  expect(told(clock!)).toEqual([
    'started 2026-03-06T16:30',
    'warned 50 2026-03-06T17:00',
    'warned 75 2026-03-10T09:15',
    'warned 90 2026-03-10T09:24',
    'breached 2026-03-10T09:30',
  ]);
});

test('a 24/7 calendar loses no minute', () => {
  const facts = story(['2026-03-28T23:17', {}], ['2026-03-30T04:44', RESOLVED]);
  const { resolution: clock } = judged(facts, '2026-04-01T00:00', [policy([resolution('PT48H')])], [always]);
  expect(clock!.elapsedMs).toBe(at('2026-03-30T04:44') - at('2026-03-28T23:17'));
});

test.each([
  ['to summer time', '2026-03-27T15:00', '2026-03-30T08:00'],
  ['from summer time', '2026-10-23T14:00', '2026-10-26T09:00'],
  ['to summer time, in the past', '2015-03-27T15:00', '2015-03-30T08:00'],
  ['from summer time, in the past', '2015-10-23T14:00', '2015-10-26T09:00'],
])('both DST changes, past dates too: %s', (_, logged, due) => {
  const { resolution: clock } = judged(
    story([logged, {}]),
    logged,
    [policy([resolution('PT2H')])],
    [calendar(officeIn('Europe/Berlin', { weekly: { ...OFFICE.weekly } }))],
  );
  // An hour is left of Friday (16:00 to 17:00 in Berlin), the other is Monday's first.
  expect(text(clock!.dueAt)).toBe(due.replace(/T(..)/, (_all, hour: string) => `T${hour}`));
});

test('time resolved-then-reopened is not counted and the first verdict stands', () => {
  const facts = story(
    ['2026-03-02T09:00', {}],
    ['2026-03-02T10:00', RESOLVED],
    ['2026-03-03T09:00', RESUMED],
    ['2026-03-05T09:00', RESOLVED],
  );
  const { resolution: clock } = judged(facts, '2026-03-06T00:00', [policy([resolution('PT2H')])]);
  expect(clock!.verdict).toMatchObject({ result: 'met', at: at('2026-03-02T10:00') });
  expect(clock!.elapsedMs).toBe((1 + 16) * HOUR);
  expect(clock!.ledger[1]).toMatchObject({ counted: false, why: 'stopped: resolved', to: at('2026-03-03T09:00') });
  expect(told(clock!)).not.toContainEqual(expect.stringContaining('breached'));
});

test('response and resolution are independent', () => {
  const facts = story(
    ['2026-03-02T09:00', {}],
    ['2026-03-02T09:10', held('caller')],
    ['2026-03-02T10:00', { acknowledged: 'yes' }],
    ['2026-03-02T11:00', RESUMED],
    ['2026-03-02T11:30', RESOLVED],
  );
  const { response: first, resolution: last } = judged(facts, '2026-03-03T00:00', [
    policy([response('PT30M'), resolution('PT1H')]),
  ]);
  expect(first!.verdict).toMatchObject({ result: 'breached', at: at('2026-03-02T09:30') });
  expect(last!.verdict).toMatchObject({ result: 'met', at: at('2026-03-02T11:30') });
  expect(last!.elapsedMs).toBe(40 * 60_000);
});

test('a calendar edit changes nothing already given', () => {
  const before = calendar(OFFICE);
  const edited = calendar(officeIn('UTC', { holidays: [{ date: '2026-03-02', name: 'Feast' }] }), {
    version: 2,
    validFrom: at('2026-03-03T00:00'),
  });
  const facts = story(['2026-03-02T09:00', {}]);
  const run = (...calendars: (typeof before)[]) =>
    judged(facts, '2026-03-06T00:00', [policy([resolution('PT10H')])], calendars).resolution!;
  expect(told(run(before, edited))).toEqual(told(run(before)));
  expect(run(before, edited).pinned.calendar.version).toBe(1);
});

test('a policy edit leaves running clocks with the version they started with', () => {
  const first = policy([resolution('PT8H')]);
  const second = policy([resolution('PT1H')], { version: 2, validFrom: at('2026-03-02T10:00') });
  const dueOf = (logged: string) => text(judged(story([logged, {}]), logged, [first, second]).resolution!.dueAt);
  expect(dueOf('2026-03-02T09:00')).toBe('2026-03-02T17:00');
  expect(dueOf('2026-03-02T10:00')).toBe('2026-03-02T11:00');
  // What began before there was any policy is judged by the first.
  expect(dueOf('1999-03-01T09:00')).toBe('1999-03-01T17:00');
});

test('what is looked at late has its true times, once', () => {
  const facts = story(['2026-03-02T09:00', {}]);
  const late = judged(facts, '2026-06-01T00:00', [policy([resolution('PT2H')])]).resolution!;
  const prompt = judged(facts, '2026-03-02T11:00', [policy([resolution('PT2H')])]).resolution!;
  expect(told(late)).toEqual(told(prompt));
  expect(late.verdict).toEqual({ result: 'breached', at: at('2026-03-02T11:00'), dueAt: at('2026-03-02T11:00') });
});

test('resolved at the very instant it is due, it is met; a moment later it is not', () => {
  const resolvedAt = (instant: string) =>
    judged(story(['2026-03-02T09:00', {}], [instant, RESOLVED]), '2026-03-03T00:00', [policy([resolution('PT2H')])])
      .resolution!.verdict?.result;
  expect(resolvedAt('2026-03-02T11:00')).toBe('met');
  expect(resolvedAt('2026-03-02T11:00:00.001Z')).toBe('breached');
});

test('a cancelled record has no verdict', () => {
  const facts = story(['2026-03-02T09:00', {}], ['2026-03-02T10:00', { state: 'canceled' }]);
  const { resolution: clock } = judged(facts, '2026-03-06T00:00', [policy([resolution('PT2H')])]);
  expect(clock).toMatchObject({ phase: 'cancelled', verdict: null, dueAt: null, nextAt: null });
});

test('a vendor’s time runs, and the team that held the record is in the ledger', () => {
  const facts = story(
    ['2026-03-02T09:00', { team: 'network' }],
    ['2026-03-02T10:00', held('vendor')],
    ['2026-03-02T12:00', { team: 'database' }],
  );
  const { resolution: clock } = judged(facts, '2026-03-02T13:00', [policy([resolution('PT8H')])]);
  expect(clock!.ledger.map(({ team, to, from, counted }) => [team, (to - from) / HOUR, counted])).toEqual([
    ['network', 3, true],
    ['database', 1, true],
  ]);
});

test('business days pause like any other target', () => {
  const facts = story(['2026-03-05T10:00', {}], ['2026-03-05T12:00', held('caller')], ['2026-03-06T12:00', RESUMED]);
  const { resolution: clock } = judged(facts, '2026-03-06T12:00', [policy([resolution('1BD')])]);
  expect(text(clock!.dueAt)).toBe('2026-03-09T10:00');
});

describe('an agreement between teams', () => {
  const held: Condition = { field: 'team', in: ['network'] };
  const handOver = policy(
    [
      {
        name: 'network holds it',
        duration: 'PT4H',
        startWhen: { all: [OPEN, held] },
        stopWhen: { any: [{ not: held }, { not: OPEN }] },
      },
    ],
    { kind: 'OLA' },
  );
  const run = (now: string, ...changes: readonly (readonly [string, Partial<RecordFields>])[]) =>
    judged(story(...changes), now, [handOver])['network holds it'];

  test('counts while its team holds the record, and is met by handing it over', () => {
    const clock = run(
      '2026-03-02T17:00',
      ['2026-03-02T09:00', { team: 'desk' }],
      ['2026-03-02T10:00', { team: 'network' }],
      ['2026-03-02T12:00', { team: 'database' }],
    );
    expect(told(clock!)).toEqual(['started 2026-03-02T10:00', 'met 2026-03-02T12:00']);
    expect(clock!.elapsedMs).toBe(2 * HOUR);
  });

  test('goes on when the record comes back', () => {
    const clock = run(
      '2026-03-02T17:00',
      ['2026-03-02T09:00', { team: 'network' }],
      ['2026-03-02T10:00', { team: 'desk' }],
      ['2026-03-02T13:00', { team: 'network' }],
    );
    expect(clock).toMatchObject({ elapsedMs: 5 * HOUR, verdict: { result: 'met' }, phase: 'running' });
  });

  test('has no clock for a record the team never held', () => {
    expect(run('2026-03-02T17:00', ['2026-03-02T09:00', { team: 'desk' }])).toBeUndefined();
  });
});

test('a vendor’s contract counts only while the vendor is waited for, beside the promise to the customer', () => {
  const waits: Condition = { field: 'holdReason', in: ['vendor'] };
  const contract = policy([{ name: 'vendor answers', duration: 'PT4H', startWhen: waits, stopWhen: { not: waits } }], {
    id: 'uc',
    kind: 'UC',
  });
  const facts = story(['2026-03-02T09:00', {}], ['2026-03-02T10:00', held('vendor')], ['2026-03-02T15:00', RESUMED]);
  const clocks = judged(facts, '2026-03-02T17:00', [policy([resolution('PT10H')]), contract]);
  expect(clocks['vendor answers']).toMatchObject({ elapsedMs: 5 * HOUR, verdict: { result: 'breached' } });
  expect(clocks['resolution']).toMatchObject({ elapsedMs: 8 * HOUR, verdict: null });
});
