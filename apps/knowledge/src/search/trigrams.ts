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

/** Runs of three letters, with the beginning and the end of the word marked. */
export function trigramsOf(word: string): string[] {
  const marked = [...` ${word} `];
  return [...new Set(marked.slice(2).map((_, index) => marked.slice(index, index + 3).join('')))];
}

/** Letters to change, add, leave out or swap with the next to get from one word to the other. */
export function distance(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= one.length; row++) {
    const line = [row];
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1] ? 0 : 1;
      let best = Math.min(rows[row - 1]![column]! + 1, line[column - 1]! + 1, rows[row - 1]![column - 1]! + same);
      const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (swapped) best = Math.min(best, rows[row - 2]![column - 2]! + 1);
      line.push(best);
    }
    rows.push(line);
  }
  return rows[one.length]![other.length]!;
}

/** Mistakes that are forgiven in a word of this length. */
export const forgiven = (word: string): number => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2);
