import { inPlainLetters, wordsAsWritten } from './signs';

/** A word as searches look for it, in plain letters, and as it was written; both in small letters. */
export interface WrittenWord {
  readonly word: string;
  readonly written: string;
}

/** A word in the letters that searches look for it by. */
export const searchedWord = (written: string): string => inPlainLetters(written).toLowerCase();

/** Words of a text, each as often as it occurs: what `wordsIn` takes for words, with their spelling. */
export const writtenWordsIn = (text: string): readonly WrittenWord[] =>
  wordsAsWritten(text).map((written) => ({ word: searchedWord(written), written: written.toLowerCase() }));
