/**
 * Text of a `tsquery`: every word must occur, or begin a word that does, so that people find while they type.
 * Nothing when there is no word in it.
 */
export function searchTerms(q: string): string | undefined {
  const words = q.match(/[\p{L}\p{N}]+/gu);
  return words?.map((word) => `${word}:*`).join(' & ');
}
