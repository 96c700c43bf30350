import fc from 'fast-check';
import { inPlainLetters, wordsIn } from './signs';
import { writtenPlace } from './written-place';
import { writtenWordsIn } from './written-words';

test.each([
  ['Lange Stra\u00dfe 4', ['lange', 'stra\u00dfe', '4'], ['lange', 'strasse', '4']],
  ['Cafe\u0301, sof\u00adt \u0130STANBUL', ['caf\u00e9', 'soft', 'i\u0307stanbul'], ['cafe', 'soft', 'istanbul']],
  ['\u00ad \u0301 x', ['x'], ['x']],
  ['1\ufe0f\u20e3one', ['1', 'one'], ['1', 'one']],
])('words of %j', (text, written, words) => {
  expect(writtenWordsIn(text)).toEqual(words.map((word, index) => ({ word, written: written[index] })));
});

const CODE_POINTS = Array.from({ length: 0x20000 }, (_, index) => index).filter((one) => one < 0xd800 || one > 0xdfff);

test('a word ends as it is written where it ends in plain letters, whatever stands behind it', () => {
  const small = (words: readonly string[]) => words.map((word) => word.toLowerCase());
  const others = CODE_POINTS.map((one) => String.fromCodePoint(one)).filter((one) => {
    const text = `a${one}b`;
    return (
      small(wordsIn(text)).join() !==
      writtenWordsIn(text)
        .map(({ word }) => word)
        .join()
    );
  });
  expect(others).toEqual([]);
});

const unit = fc.constantFrom(
  ...'ab \u00df\u00e6\u0301\u00ad\u0130\ud504\u304c',
  '\u{e0100}',
  '\u{1d15e}',
  '\u{20bb7}',
  '\ufe0f',
  '-',
);
const longText = fc.string({ unit, minLength: 50, maxLength: 200 });
const anyText = fc.string({ unit, maxLength: 30 });

test('what is plain is found again where it is written', () => {
  fc.assert(
    fc.property(anyText, fc.oneof(anyText, longText), (before, behind) => {
      const place = writtenPlace(before + behind, inPlainLetters(before).length);
      expect(inPlainLetters((before + behind).slice(0, place))).toBe(inPlainLetters(before));
      expect(inPlainLetters((before + behind).slice(place))).toBe(inPlainLetters(behind));
    }),
    { numRuns: 2_000 },
  );
});
