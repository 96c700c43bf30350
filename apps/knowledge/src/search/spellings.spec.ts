import fc from 'fast-check';
import { distance, forgiven, keptSpellingsOf, spellingsOf } from './spellings';

const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'ü'), minLength: 3, maxLength: 14 });
const mistake = fc.record({ kind: fc.constantFrom('swap', 'drop', 'add', 'change'), at: fc.nat(13), letter: letters });

function mistyped(word: string, { kind, at, letter }: { kind: string; at: number; letter: string }): string {
  const index = at % word.length;
  const [before, after] = [word.slice(0, index), word.slice(index + 1)];
  if (kind === 'drop') return before + after;
  if (kind === 'add') return before + letter[0] + word.slice(index);
  if (kind === 'change') return before + letter[0] + after;
  return before + (word[index + 1] ?? '') + word[index] + word.slice(index + 2);
}

test('a word with as many mistakes as are forgiven is looked up by a spelling the right one is kept under', () => {
  fc.assert(
    fc.property(letters, fc.array(mistake, { maxLength: 2 }), (word, mistakes) => {
      const typed = mistakes.reduce(mistyped, word);
      fc.pre(typed.length > 0 && distance(typed, word) <= forgiven(typed));
      const kept = new Set(keptSpellingsOf(word));
      expect(spellingsOf(typed, forgiven(typed)).some((spelling) => kept.has(spelling))).toBe(true);
    }),
    { numRuns: 3_000 },
  );
});

test('however long a word is, it is kept under few spellings', () => {
  expect(keptSpellingsOf('abcdefghijklmnopqrstuvwxyz')).toHaveLength(1 + 7 + 21);
});

test.each([
  ['okpai', 'okapi', 1],
  ['printer', 'printer', 0],
  ['printr', 'printer', 1],
  ['pritner', 'printers', 2],
  ['', 'vpn', 3],
])('from %s to %s there are %i mistakes', (one, other, mistakes) => expect(distance(one, other)).toBe(mistakes));
