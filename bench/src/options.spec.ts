import { secondsOf, sectionsOf } from './options';

test('sections are named with commas between, those on request as well', () => {
  expect(sectionsOf('http, endurance')).toEqual(['http', 'endurance']);
});

test.each(['htp', 'http,', '', 'http lists'])('nothing is measured for "%s": what there is, is told', (text) => {
  expect(() => sectionsOf(text)).toThrow(/There is no .*; there are appends, http, .*endurance/);
});

test.each(['x', '0', '-1', 'Infinity', ''])('a round is not "%s" seconds long', (text) => {
  expect(() => secondsOf(text)).toThrow('Give a number of seconds');
});
