import { inPlainLetters, LETTER_OF_WORD, writtenPlace } from '@opsledger/service-kit';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Letters before the first match, and letters of the whole passage. */
const BEFORE = 40;
const LONG = 240;

/** What is marked: words as they are, and words that begin so; both in small and plain letters. */
interface Marked {
  readonly words: readonly string[];
  readonly beginning: string | undefined;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character]!);

/** Made once: what letters of words are is much to make an expression of. */
const WORD = new RegExp(`${LETTER_OF_WORD}+`, 'gu');
const REST_OF_WORD = new RegExp(`${LETTER_OF_WORD}*`, 'uy');
const WORD_AT_END = new RegExp(`${LETTER_OF_WORD}$`, 'u');
const endsInWord = (text: string): boolean => WORD_AT_END.test(text);

/** Makes the snippet of any text: the first passage with the most matches, as HTML in which only the marks are ours. */
export function snippetsOf(marked: Marked): (text: string) => string {
  const matchesOf = matcher(marked);
  return (text) => {
    const plain = inPlainLetters(text);
    const matches = matchesOf(plain);
    const passage = passageOf(plain, matches[densest(matches)]);
    const shown = matches
      .filter(({ from, to }) => from >= passage.from && to <= passage.to)
      .map(({ from, to }) => ({ from: from - passage.from, to: to - passage.from }));
    if (plain === text) return markedUp(text.slice(passage.from, passage.to), shown);
    const rest = passage.from === 0 ? text : text.slice(writtenPlace(text, passage.from));
    const part = rest.slice(0, writtenPlace(rest, passage.to - passage.from));
    return markedUp(
      part,
      shown.map(({ from, to }) => ({ from: writtenPlace(part, from), to: writtenPlace(part, to) })),
    );
  };
}

function markedUp(text: string, marks: readonly Range[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { from, to } of marks) {
    parts.push(escaped(text.slice(at, from)), `<mark>${escaped(text.slice(from, to))}</mark>`);
    at = to;
  }
  parts.push(escaped(text.slice(at)));
  return parts.join('').replace(/\s+/g, ' ').trim();
}

/** Looks only where one of the words begins: taking every word of every text apart would cost more than finding the texts. */
function matcher({ words, beginning }: Marked): (text: string) => Range[] {
  const exact = new Set(words);
  const begins = [...exact, ...(beginning === undefined ? [] : [beginning])];
  if (begins.length === 0) return () => [];
  const anywhere = new RegExp(begins.join('|'), 'giu');
  const isMatch = (word: string) => exact.has(word) || (beginning !== undefined && word.startsWith(beginning));
  return (text) => {
    const matches: Range[] = [];
    anywhere.lastIndex = 0;
    for (let begin = anywhere.exec(text); begin; begin = anywhere.exec(text)) {
      const from = begin.index;
      const to = endOfWord(text, anywhere.lastIndex);
      anywhere.lastIndex = to;
      if (isMatch(text.slice(from, to).toLowerCase()) && !endsInWord(text.slice(Math.max(0, from - 2), from)))
        matches.push({ from, to });
    }
    return matches;
  };
}

function endOfWord(text: string, from: number): number {
  REST_OF_WORD.lastIndex = from;
  return from + REST_OF_WORD.exec(text)![0].length;
}

/** Place of the first match that as many as possible follow within a passage. */
function densest(matches: readonly Range[]): number {
  let [best, most, next] = [0, 0, 0];
  for (const [place, { from }] of matches.entries()) {
    while (next < matches.length && matches[next]!.to <= from + LONG - BEFORE) next++;
    if (next - place > most) [best, most] = [place, next - place];
  }
  return best;
}

/** Whole words around a match; the beginning of the text where nothing matches. */
function passageOf(text: string, match: Range = { from: 0, to: 0 }): Range {
  const wanted = match.from - BEFORE;
  let [from, to] = [0, match.to];
  if (wanted > 0) {
    WORD.lastIndex = wanted;
    // A word that began before is not shown in part.
    if (endsInWord(text.slice(Math.max(0, wanted - 2), wanted))) WORD.exec(text);
    from = Math.min(WORD.exec(text)?.index ?? match.from, match.from);
  }
  if (from + LONG >= text.length) return { from, to: text.length };
  WORD.lastIndex = match.to;
  for (let next = WORD.exec(text); next && next.index + next[0].length <= from + LONG; next = WORD.exec(text))
    to = next.index + next[0].length;
  return { from, to };
}
