import { wordsIn } from './signs';
import { versionsIn } from './versions';

/**
 * Text of a `tsquery`: every word must occur, or begin a word that does, so that people find while they type. What signs
 * hold together, as in 16.2 or web-01.example.com, are several words, as in a `wordsColumn`. Marks belong to their letters.
 * A version is found whether there is a v before it or not. Nothing when there is no word in it.
 */
export function searchTerms(q: string): string | undefined {
  const versions = versionsIn(q);
  const terms = wordsIn(q).map((word) => {
    const number = versions.get(word.toLowerCase());
    return number === undefined ? `${word}:*` : `(${number}:* | v${number}:*)`;
  });
  return terms.length === 0 ? undefined : terms.join(' & ');
}
