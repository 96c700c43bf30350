import { fakeClock, type FakeClock } from '@opsledger/testing';
import { WaysToRead } from './ways-to-read';

let clock: FakeClock;
let ways: WaysToRead;
beforeEach(() => {
  clock = fakeClock();
  ways = new WaysToRead(2);
});

const counted = (terms: string, ids: readonly string[]) => ways.counted(terms, ids, clock.now());
const remembered = (terms: string) => ways.remembered(terms, clock.now());
const MANY = ['a', 'b', 'c'];
const IN_ORDER = { by: 'order' };

test.each([[[]], [['a']], [['a', 'b']]])('%j are few: they are looked up, and counted again next time', (ids) => {
  expect(counted('flood:*', ids)).toEqual({ by: 'ids', ids });
  expect(remembered('flood:*')).toBeUndefined();
});

test('as many ids as tell few from many are many: they are met in the order of the list, and that is remembered', () => {
  expect(MANY).toHaveLength(ways.enough);
  expect(remembered('flood:*')).toBeUndefined();
  expect(counted('flood:*', MANY)).toEqual(IN_ORDER);
  expect(remembered('flood:*')).toEqual(IN_ORDER);
  expect(remembered('floods:*')).toBeUndefined();
});

test('however often words are asked for, they are counted again after a minute', () => {
  counted('flood:*', MANY);
  for (let second = 1; second < 60; second++) {
    clock.advance(1_000);
    expect(remembered('flood:*')).toEqual(IN_ORDER);
  }
  clock.advance(1_000);
  expect(remembered('flood:*')).toBeUndefined();
  counted('flood:*', MANY);
  expect(remembered('flood:*')).toEqual(IN_ORDER);
});

test('a clock that is set back does not keep it longer', () => {
  counted('flood:*', MANY);
  clock.advance(-3_600_000);
  expect(remembered('flood:*')).toBeUndefined();
});

test('of too many, those that were not asked for the longest are forgotten', () => {
  counted('first:*', MANY);
  counted('second:*', MANY);
  for (let other = 0; other < 498; other++) counted(`other${other}:*`, MANY);
  expect(remembered('first:*')).toEqual(IN_ORDER);
  counted('one too many:*', MANY);
  expect(remembered('second:*')).toBeUndefined();
  expect(remembered('first:*')).toEqual(IN_ORDER);
});
