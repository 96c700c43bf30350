import { versionsIn, writtenWordsIn, type WrittenWord } from '@opsledger/service-kit';

/** Letters of a text that are looked at. */
export const MOST_LETTERS = 200_000;

const LONGEST_WORD = 40;
/** Words of one text that can be mistyped and found all the same. */
const MOST_WORDS = 3_000;

/** The first of those that are alike by one of their letters. */
export const firsts = (by: keyof WrittenWord, words: readonly WrittenWord[]): WrittenWord[] =>
  [...new Map(words.toReversed().map((word) => [word[by], word])).values()].reverse();

/** A word that is asked for. */
export interface TypedWord extends WrittenWord {
  /** The same number of a version with its v, or without it. */
  readonly otherwise: string | null;
}

/** Words as they are looked for: in small and plain letters, each once, in the order they come. */
export function wordsOf(text: string): TypedWord[] {
  const read = text.slice(0, MOST_LETTERS);
  const versions = versionsIn(read);
  return firsts('word', writtenWordsIn(read)).map((one) => {
    const number = versions.get(one.word);
    if (number === undefined) return { ...one, otherwise: null };
    return { ...one, otherwise: one.word === number ? `v${number}` : number };
  });
}

/** Words that are worth telling apart from mistyped ones, each spelling once. */
export const vocabularyOf = (text: string): WrittenWord[] =>
  firsts('written', writtenWordsIn(text.slice(0, MOST_LETTERS)))
    .filter(({ word }) => word.length >= 3 && word.length <= LONGEST_WORD && /\p{L}/u.test(word))
    .slice(0, MOST_WORDS);
