import { SILENT } from '@opsledger/event-sourcing';
import { seldom } from './seldom';

it('warns of the same once a minute, of something else at once, and says how much was left out', () => {
  let now = 0;
  const told: [object, string][] = [];
  const warn = seldom({ ...SILENT, warn: (fields, message) => void told.push([fields, message]) }, () => now);
  for (now = 0; now < 60_000; now += 10_000) warn({ now }, 'away');
  warn({ now: 59_999 }, 'refused');
  for (; now < 130_000; now += 10_000) warn({ now }, 'away');
  expect(told).toEqual([
    [{ now: 0 }, 'away'],
    [{ now: 59_999 }, 'refused'],
    [{ now: 60_000, leftOut: 5 }, 'away'],
    [{ now: 120_000, leftOut: 5 }, 'away'],
  ]);
});
