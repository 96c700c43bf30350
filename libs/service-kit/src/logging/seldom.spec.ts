import { SILENT } from '@opsledger/event-sourcing';
import { seldom } from './seldom';

let now = 0;
let told: [object, string][] = [];
const warnings = () => seldom({ ...SILENT, warn: (fields, message) => void told.push([fields, message]) }, () => now);

beforeEach(() => {
  [now, told] = [0, []];
});

it('warns of the same once a minute, of something else at once, and says how much was left out', () => {
  const { warn } = warnings();
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

it('warns at once of another reason, and of the same when it was over in between', () => {
  const { warn, forget } = warnings();
  const [away, refused] = [new Error('away'), new Error('refused')];
  for (const err of [away, refused, away, refused]) warn({ err }, 'trying again');
  forget();
  warn({ err: away }, 'trying again');
  expect(told.map(([fields]) => fields)).toEqual([{ err: away }, { err: refused }, { err: away }]);
});
