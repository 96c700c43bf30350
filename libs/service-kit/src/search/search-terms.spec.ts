import { searchTerms } from './search-terms';

test.each([
  ['printer fire', 'printer:* & fire:*'],
  ['INC0000042', 'INC0000042:*'],
  ["it's (on) fire! | & :*", 'it:* & s:* & on:* & fire:*'],
  ['Größe 12', 'Größe:* & 12:*'],
  ['?!', undefined],
])('words of %s', (q, terms) => {
  expect(searchTerms(q)).toBe(terms);
});
