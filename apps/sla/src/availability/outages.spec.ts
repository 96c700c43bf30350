import { compileCalendar } from '@opsledger/business-time';
import type { Condition, RecordFields } from '@opsledger/contracts';
import fc from 'fast-check';
import { HOUR, OFFICE, OPEN, RESOLVED, RESUMED, at, story } from '../fixtures/sla.fixture';
import { figuresOf, outagesOf, type Suspect } from './outages';

const MAIL = { service: 'mail' };
const downWhen: Condition = { all: [OPEN, { field: 'priority', in: ['P1'] }] };
const DOWN = { serviceId: 'mail', downWhen };
const MARCH = { from: at('2026-03-01T00:00'), to: at('2026-04-01T00:00') };

type Change = readonly [instant: string, change: Partial<RecordFields>];
const suspect = (id: string, ...changes: readonly Change[]): Suspect => ({
  record: { id, name: id },
  facts: story(...changes),
});
const told = (suspects: readonly Suspect[]) =>
  outagesOf(suspects, DOWN, MARCH).map(({ from, to, records }) => [
    new Date(from).toISOString().slice(5, 16),
    new Date(to).toISOString().slice(5, 16),
    records.map(({ id }) => id).join(),
  ]);

test('an incident is an outage while it meets the condition, as long as it is about the service', () => {
  const one = suspect(
    'a',
    ['2026-03-02T09:00', { ...MAIL, priority: 'P3' }],
    ['2026-03-02T10:00', { priority: 'P1' }],
    ['2026-03-02T12:00', { service: 'web' }],
    ['2026-03-02T13:00', MAIL],
    ['2026-03-02T14:00', RESOLVED],
    ['2026-03-03T09:00', RESUMED],
    ['2026-03-03T10:00', RESOLVED],
  );
  expect(told([one])).toEqual([
    ['03-02T10:00', '03-02T12:00', 'a'],
    ['03-02T13:00', '03-02T14:00', 'a'],
    ['03-03T09:00', '03-03T10:00', 'a'],
  ]);
});

test('what overlaps or adjoins is one outage, cut off at the ends of the month', () => {
  const outage = (id: string, from: string, to: string) =>
    suspect(id, [from, { ...MAIL, priority: 'P1' }], [to, RESOLVED]);
  expect(
    told([
      outage('c', '2026-03-02T12:00', '2026-03-02T13:00'),
      outage('a', '2026-03-02T09:00', '2026-03-02T11:00'),
      outage('b', '2026-03-02T10:00', '2026-03-02T12:00'),
      outage('d', '2026-02-27T10:00', '2026-03-01T01:00'),
      outage('e', '2026-03-31T23:00', '2026-04-02T01:00'),
    ]),
  ).toEqual([
    ['03-01T00:00', '03-01T01:00', 'd'],
    ['03-02T09:00', '03-02T13:00', 'a,b,c'],
    ['03-31T23:00', '04-01T00:00', 'e'],
  ]);
});

test('only committed hours count, and a month that is not over counts so far', () => {
  const office = compileCalendar(OFFICE);
  const outages = [{ from: at('2026-03-02T16:00'), to: at('2026-03-03T10:00') }];
  // March 2026 has 22 days of eight hours.
  expect(figuresOf(outages, office, 99, MARCH, MARCH.to)).toEqual({
    committedMs: 176 * HOUR,
    downMs: 2 * HOUR,
    availabilityPercent: (174 / 176) * 100,
    budgetMs: 1.76 * HOUR,
    budgetLeftMs: -0.24 * HOUR,
  });
  expect(figuresOf([], office, 99, MARCH, at('2026-03-02T13:00'))).toMatchObject({
    committedMs: 4 * HOUR,
    availabilityPercent: 100,
    budgetLeftMs: 1.76 * HOUR,
  });
  expect(figuresOf([], office, 99, MARCH, at('2026-02-01T00:00')).availabilityPercent).toBeNull();
});

test('agrees with asking minute by minute', () => {
  const change = fc.record({
    minute: fc.integer({ min: -100, max: 700 }),
    priority: fc.constantFrom('P1', 'P2'),
    service: fc.constantFrom('mail', 'web'),
    state: fc.constantFrom('new', 'resolved'),
  });
  const within = { from: at('2026-03-02T09:00'), to: at('2026-03-02T19:00') };
  const minuteAt = (minute: number) => new Date(within.from + minute * 60_000).toISOString();
  fc.assert(
    fc.property(fc.array(fc.array(change, { minLength: 1, maxLength: 6 }), { maxLength: 4 }), (stories) => {
      const suspects = stories.map((changes, index) => {
        const inOrder = [...changes].sort((one, other) => one.minute - other.minute);
        return suspect(`i-${index}`, ...inOrder.map(({ minute, ...fields }) => [minuteAt(minute), fields] as const));
      });
      const isDown = (minute: number) =>
        suspects.some(({ facts }) => {
          const fields = facts.filter((fact) => fact.at <= within.from + minute * 60_000).at(-1)?.fields;
          return fields?.priority === 'P1' && fields.service === 'mail' && fields.state === 'new';
        });
      const counted = Array.from({ length: 600 }, (_, minute) => minute).filter(isDown).length;
      const outages = outagesOf(suspects, DOWN, within);
      expect(outages.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(counted * 60_000);
    }),
  );
});
