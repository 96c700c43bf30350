import { searchedWord, writtenWordsIn } from '@opsledger/service-kit';
import fc from 'fast-check';
import { snippetsOf } from './snippet';

const words = (...all: string[]) => ({ words: all.map(searchedWord), beginning: undefined });
const marks = (snippet: string) => [...snippet.matchAll(/<mark>(.*?)<\/mark>/g)].map(([, word]) => word);

test('what matches is marked: whole words and beginnings', () => {
  const text = 'Certificates of the printers expire; runtime certifications do not. Subprinters, printersets.';
  expect(marks(snippetsOf(words('printers'))(text))).toEqual(['printers']);
  expect(marks(snippetsOf({ words: [], beginning: 'cert' })(text))).toEqual(['Certificates', 'certifications']);
  expect(marks(snippetsOf(words('über'))('Über alles, aber nicht Überall.'))).toEqual(['Über']);
});

test('the passage is the first with the most matches, of whole words', () => {
  const filler = (count: number) => Array.from({ length: count }, (_, index) => `w${index}`).join(' ');
  const text = `vpn ${filler(80)} the vpn gateway ${filler(80)} vpn gateway`;
  const snippet = snippetsOf(words('vpn', 'gateway'))(text);
  expect(snippet).toMatch(/^w\d\d .*w79 the <mark>vpn<\/mark> <mark>gateway<\/mark> w0 .* w\d\d$/);
  expect(snippet.replaceAll(/<\/?mark>/g, '').length).toBeLessThanOrEqual(240);
});

test('a text in which nothing matches is shown from its beginning', () => {
  const text = 'word '.repeat(100);
  expect(snippetsOf(words('vpn'))(text)).toBe('word '.repeat(48).trim());
  expect(snippetsOf(words())('')).toBe('');
});

const anyWord = fc.stringMatching(/^[abüßs1가]{1,4}$/);
const signs = fc.constantFrom(' ', '. ', '-', '😀', 'Ab', '<b>', '\u0301', '\u00ad', 'Æ', '\u{20bb7}\u{e0100}');
const anyText = fc.array(fc.oneof(anyWord, signs), { maxLength: 150 });

test('wherever a text has the words, a passage of it has one', () => {
  fc.assert(
    fc.property(anyText, anyWord, (parts, word) => {
      const text = parts.join('');
      const looked = searchedWord(word);
      const marked = marks(snippetsOf(words(word))(text));
      expect(marked.length > 0).toBe(writtenWordsIn(text).some((one) => one.word === looked));
      expect(marked.every((one) => text.includes(one!) && searchedWord(one!) === looked)).toBe(true);
    }),
  );
});

test('no text escapes the escaping', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 400 }), fc.stringMatching(/^[a-c]{1,3}$/), (text, word) => {
      const snippet = snippetsOf(words(word))(`${text} <b>&"' ${word}`);
      expect(snippet.replaceAll(/<\/?mark>/g, '')).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
    }),
  );
});
