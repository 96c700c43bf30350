/**
 * Text of a `tsquery`: every word must occur, or begin a word that does, so that people find while they type. What signs
 * hold together, as in 16.2 or web-01.example.com, are several words, as in a `wordsColumn`. Marks belong to their letters.
 * Nothing when there is no word in it.
 */
export function searchTerms(q: string): string | undefined {
  const terms = q.match(/[\p{L}\p{N}\p{M}]+/gu)?.map((word) => `${word}:*`);
  return terms?.join(' & ');
}
