const LONGEST_WORD = 40;
/** Words of one text that can be mistyped and found all the same. */
const MOST_WORDS = 3_000;

/** Words as they are looked for: in small letters, each once, in the order they come. */
export const wordsOf = (text: string): string[] => [
  ...new Set(
    text
      .slice(0, 200_000)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [],
  ),
];

/** Words that are worth telling apart from mistyped ones. */
export const vocabularyOf = (text: string): string[] =>
  wordsOf(text)
    .filter((word) => word.length >= 3 && word.length <= LONGEST_WORD && /\p{L}/u.test(word))
    .slice(0, MOST_WORDS);
