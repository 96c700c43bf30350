import { searchTerms } from './search-terms';

test.each([
  ['printer fire', 'printer:* & fire:*'],
  ['INC0000042', 'INC0000042:*'],
  ["it's (on) fire! | & :*", 'it:* & s:* & on:* & fire:*'],
  ['16.2', '16:* & 2:*'],
  ['(web-01)', 'web:* & 01:*'],
  ['/var', 'var:*'],
  ['C:\\logs', 'C:* & logs:*'],
  ['Größe 12', 'Größe:* & 12:*'],
  ['Cafe\u0301 मुद्रण', 'Cafe\u0301:* & मुद्रण:*'],
  ['?!', undefined],
])('words of %s', (q, terms) => {
  expect(searchTerms(q)).toBe(terms);
});
