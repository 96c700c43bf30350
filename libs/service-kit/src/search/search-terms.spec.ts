import { searchTerms } from './search-terms';

test.each([
  ['printer fire', 'printer:* & fire:*'],
  ['INC0000042', 'INC0000042:*'],
  ["it's (on) fire! | & :*", 'it:* & s:* & on:* & fire:*'],
  ['16.2', '(16:* | v16:*) & 2:*'],
  ['V1.2.3', '(1:* | v1:*) & 2:* & 3:*'],
  ['v1', 'v1:*'],
  ['1.', '1:*'],
  ['server🔥down ❤️a', 'server:* & down:* & a:*'],
  ['sof\u00adt', 'soft:*'],
  ['(web-01)', 'web:* & 01:*'],
  ['/var', 'var:*'],
  ['C:\\logs', 'C:* & logs:*'],
  ['Größe 12', 'Grosse:* & 12:*'],
  ['Cafe\u0301 मुद्रण', 'Cafe:* & मुद्रण:*'],
  ['?!', undefined],
])('words of %s', (q, terms) => {
  expect(searchTerms(q)).toBe(terms);
});
