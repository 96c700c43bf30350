import { OPEN, calendar, officeIn } from '../fixtures/sla.fixture';
import { policyBook } from '../policy/policy-book';
import { monthIn } from './month';

const at = Date.parse;
const commitment = (version: number, validFrom: string, inCalendar: string) => ({
  id: 'mail',
  version,
  validFrom: at(validFrom),
  definition: { name: 'Mail', serviceId: 'mail', calendar: inCalendar, objectivePercent: 99, downWhen: OPEN },
});
const BOOK = policyBook(
  [],
  [
    calendar(officeIn('Europe/Berlin'), { id: 'berlin' }),
    calendar(officeIn('America/New_York'), { id: 'new-york', validFrom: at('2026-04-15T00:00:00Z') }),
  ],
);
const VERSIONS = [commitment(1, '2026-02-10T00:00:00Z', 'berlin'), commitment(2, '2026-04-20T00:00:00Z', 'new-york')];
const spanIn = (month: string) => {
  const found = monthIn(month, BOOK, VERSIONS)!;
  return [found.version.version, new Date(found.span.from).toISOString(), new Date(found.span.to).toISOString()];
};

test('a month begins and ends in the zone of its hours, an hour shorter when the clocks go forward in it', () => {
  expect(spanIn('2026-03')).toEqual([1, '2026-02-28T23:00:00.000Z', '2026-03-31T22:00:00.000Z']);
});

test('a month keeps what held when it began; the first one holds for what was before', () => {
  expect(spanIn('2026-01')).toEqual([1, '2025-12-31T23:00:00.000Z', '2026-01-31T23:00:00.000Z']);
  expect(spanIn('2026-04')[0]).toBe(1);
  expect(spanIn('2026-05')).toEqual([2, '2026-05-01T04:00:00.000Z', '2026-06-01T04:00:00.000Z']);
});

test('a month whose first midnight comes twice begins with the first of the two', () => {
  const book = policyBook([], [calendar(officeIn('America/Havana'), { id: 'havana' })]);
  const versions = [commitment(1, '2026-02-10T00:00:00Z', 'havana')];
  const [october, november] = ['2026-10', '2026-11'].map((month) => monthIn(month, book, versions)!.span);
  expect(new Date(november!.from).toISOString()).toBe('2026-11-01T04:00:00.000Z');
  expect(october!.to).toBe(november!.from);
});

test('a month whose first day has no midnight ends with its last day', () => {
  const book = policyBook([], [calendar(officeIn('America/Asuncion'), { id: 'asuncion' })]);
  const versions = [commitment(1, '2017-02-10T00:00:00Z', 'asuncion')];
  const { from, to } = monthIn('2017-10', book, versions)!.span;
  expect(new Date(from).toISOString()).toBe('2017-10-01T04:00:00.000Z');
  expect(new Date(to).toISOString()).toBe('2017-11-01T03:00:00.000Z');
});

test('nothing committed, no month', () => {
  expect(monthIn('2026-03', BOOK, [])).toBeUndefined();
});
