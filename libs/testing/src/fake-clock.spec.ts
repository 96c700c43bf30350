import { fakeClock } from './fake-clock';

test('stands still, moves when told, and hands out dates nobody can change for others', () => {
  const { now, advance, set } = fakeClock('2026-01-01T00:00:00.000Z');
  now().setFullYear(1999);
  expect(now().toISOString()).toBe('2026-01-01T00:00:00.000Z');
  advance(90_000);
  expect(now().toISOString()).toBe('2026-01-01T00:01:30.000Z');
  set('2027-06-01T12:00:00.000Z');
  expect(now().toISOString()).toBe('2027-06-01T12:00:00.000Z');
});
