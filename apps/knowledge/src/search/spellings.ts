/** Letters of a word that its spellings are made from: what follows them may be mistyped, too. */
const BEGINNING = 7;

/**
 * What a word may be looked up by although it is mistyped: its beginning with up to `left out` letters left out. Two words
 * that are as many mistakes apart have one of these in common, so that no table has to be read through.
 */
export function spellingsOf(word: string, leftOut: number): string[] {
  const spellings = new Set([word.slice(0, BEGINNING)]);
  let last = [...spellings];
  for (let round = 0; round < leftOut; round++) {
    last = last.flatMap((it) =>
      Array.from({ length: it.length }, (_, index) => it.slice(0, index) + it.slice(index + 1)),
    );
    last = [...new Set(last)].filter((it) => it !== '');
    for (const it of last) spellings.add(it);
  }
  return [...spellings];
}

/** Under what a word is kept: short ones are never two mistakes away from one that is asked for. */
export const keptSpellingsOf = (word: string): string[] => spellingsOf(word, word.length < 6 ? 1 : 2);

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
