import fc from 'fast-check';
import { snippetOf } from './snippet';

const words = (...all: string[]) => ({ words: all, beginning: undefined });

test('what matches is marked: whole words and beginnings', () => {
  const text = 'Certificates of the printers expire; runtime certifications do not.';
  expect(snippetOf(text, words('printers'))).toContain('<mark>printers</mark>');
  expect(snippetOf(text, { words: [], beginning: 'exp' })).toContain('<mark>expire</mark>');
});

test('the passage is the first with the most matches', () => {
  const filler = (count: number) => Array.from({ length: count }, (_, index) => `w${index}`).join(' ');
  const text = `vpn ${filler(80)} the vpn gateway ${filler(80)} vpn gateway`;
  const snippet = snippetOf(text, words('vpn', 'gateway'));
  expect(snippet).toMatch(/^w75 .*the <mark>vpn<\/mark> <mark>gateway<\/mark> w0/);
  expect(snippet.split(' ').length).toBeLessThan(40);
});

test('no text escapes the escaping', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), fc.string({ minLength: 1, maxLength: 3 }), (text, word) => {
      const snippet = snippetOf(`${text} <b>&"' ${word}`, words(word.toLowerCase()));
      expect(snippet.replaceAll(/<\/?mark>/g, '')).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
    }),
  );
});
