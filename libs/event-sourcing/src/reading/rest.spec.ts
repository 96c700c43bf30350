import { Alarm } from './alarm';
import { People } from './others';
import { patienceOf, restAfter, Rests } from './rest';

const round = { worked: 100, overdue: 0, patience: { ms: 10_000, yieldsLonger: true }, busy: 1, canBeHurried: true };
const { patience } = round;

test.each([
  ['hardly, when nobody else has anything to do', { ...round, busy: 0.05 }, 25],
  ['twice as long as it worked, while somebody is there', { ...round, busy: 0.3 }, 200],
  ['until it looks again, while others are busy', round, 250],
  ['until what comes next has waited as long as it may', { ...round, overdue: 9_900 }, 100],
  ['less, when that has waited so long', { ...round, overdue: 12_000 }, 400],
  ['half of the time, when it has waited much longer', { ...round, overdue: 400_000 }, 100],
  ['long, while others are busy, where who waits may ask elsewhere', { ...round, canBeHurried: false }, 1_000],
  ['never, without patience', { ...round, patience: patienceOf()() }, 0],
])('rests %s', (_, given, rest) => {
  expect(restAfter(given)).toBe(rest);
});

test.each([
  ['goes last as long as it may', { ...round, overdue: 9_900 }, 100],
  ['goes on afterwards', { ...round, overdue: 10_000 }, 0],
  ['goes on while there is not much to do', { ...round, busy: 0.3 }, 0],
  ['goes on where who waits may ask elsewhere', { ...round, canBeHurried: false }, 0],
])('who does not yield longer %s', (_, given, rest) => {
  expect(restAfter({ ...given, patience: { ...patience, yieldsLonger: false } })).toBe(rest);
});

describe('while others are busy', () => {
  const START = Date.parse('2026-01-05T08:00:00Z');
  let now: number;
  const clock = (): Date => new Date(now);
  const { signal } = new AbortController();
  let share: number;
  const people = new People();
  jest.spyOn(people, 'watch').mockImplementation(() => () => share);
  const sleeps = jest.spyOn(Alarm.prototype, 'sleep');
  let slept: number[];

  beforeEach(() => {
    now = START;
    slept = [];
    share = 1;
    sleeps.mockReset().mockImplementation(async (milliseconds) => {
      slept.push(milliseconds);
      now += milliseconds;
      return true;
    });
  });
  afterAll(() => jest.restoreAllMocks());

  it('a patient reader looks again and again, until its work has waited as long as it may', async () => {
    const rests = new Rests(patienceOf(1_000), clock, people);
    await rests.after(8, new Date(now), new Alarm(), signal);
    expect(slept).toEqual([2, 250, 250, 250, 248]);
  });

  it('but not longer than that, should the clock be set back', async () => {
    const monotonic = jest.spyOn(performance, 'now').mockImplementation(() => slept.reduce((sum, one) => sum + one, 0));
    const rests = new Rests(patienceOf(1_000), clock, people);
    await rests.after(8, new Date(now + 3_600_000), new Alarm(), signal);
    expect(slept).toEqual([2, 250, 250, 250, 250]);
    monotonic.mockRestore();
  });

  it('and goes on at once when somebody waits', async () => {
    const rests = new Rests(patienceOf(1_000), clock, people);
    sleeps.mockResolvedValue(false);
    await rests.after(8, new Date(now), new Alarm(), signal);
    expect(sleeps).toHaveBeenCalledTimes(1);
  });

  it('or when they are not any more', async () => {
    const rests = new Rests(patienceOf(1_000), clock, people);
    sleeps.mockImplementation(async (milliseconds) => {
      if (slept.push(milliseconds) === 3) share = 0;
      return true;
    });
    await rests.after(8, new Date(now), new Alarm(), signal);
    expect(slept).toEqual([2, 250, 250]);
  });
});
