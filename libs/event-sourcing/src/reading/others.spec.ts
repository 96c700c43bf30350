import { People, THREAD } from './others';

describe('people keep a process busy', () => {
  let now: number;
  let thread: number;
  let people: People;

  beforeEach(() => {
    [now, thread, people] = [0, 1, new People()];
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    jest.spyOn(THREAD, 'watch').mockImplementation(() => () => thread);
  });
  afterEach(() => jest.restoreAllMocks());

  it('while one of them or more wait for an answer', () => {
    people.come();
    const busy = people.watch();
    now += 10;
    people.come();
    now += 10;
    people.go();
    now += 10;
    people.go();
    now += 70;
    expect(busy()).toBeCloseTo(0.3);
  });

  it('not before they are watched', () => {
    people.come();
    now += 100;
    people.go();
    const busy = people.watch();
    now += 100;
    expect(busy()).toBe(0);
  });

  it('as long as they still wait', () => {
    const busy = people.watch();
    now += 50;
    people.come();
    now += 50;
    expect(busy()).toBeCloseTo(0.5);
  });

  it('no more than its thread is busy: who waits for the database is not helped', () => {
    people.come();
    const busy = people.watch();
    now += 100;
    thread = 0.2;
    expect(busy()).toBe(0.2);
  });

  it('also in no time at all', () => {
    expect(people.watch()()).toBe(0);
    people.come();
    expect(people.watch()()).toBe(1);
  });
});
