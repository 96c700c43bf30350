import { wordsIn } from './signs';

/** The first number of a version, as 1 of 1.2.3 or v1.2.3. */
const VERSION = /(?<![\p{L}\p{N}]|\d\.)v?(\d+)(?=\.\d)/giu;

/**
 * Text of a `tsquery`: every word must occur, or begin a word that does, so that people find while they type. What signs
 * hold together, as in 16.2 or web-01.example.com, are several words, as in a `wordsColumn`. Marks belong to their letters.
 * A version is found whether there is a v before it or not. Nothing when there is no word in it.
 */
export function searchTerms(q: string): string | undefined {
  const versions = new Set([...q.matchAll(VERSION)].map(([word]) => word.toLowerCase()));
  const terms = wordsIn(q).map((word) => {
    if (!versions.has(word.toLowerCase())) return `${word}:*`;
    const number = word.replace(/^v/i, '');
    return `(${number}:* | v${number}:*)`;
  });
  return terms.length === 0 ? undefined : terms.join(' & ');
}
