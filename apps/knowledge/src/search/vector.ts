import { wordsIn } from '@opsledger/service-kit';
import { MOST_LETTERS } from './words';

/** Where PostgreSQL stops counting places, and how many of one word it keeps. */
const LAST_PLACE = 16_383;
const MOST_PLACES = 255;
/** PostgreSQL keeps no longer words. */
const LONGEST_WORD = 500;

/** Words with their places as a tsvector: taken apart here as queries are, so that both always agree what a word is. */
export function vectorOf(...texts: readonly (readonly [text: string, weight: 'A' | 'B' | ''])[]): string {
  const places = new Map<string, string[]>();
  let place = 0;
  for (const [text, weight] of texts)
    for (const inAnyCase of wordsIn(text.slice(0, MOST_LETTERS))) {
      const word = inAnyCase.toLowerCase();
      place = Math.min(place + 1, LAST_PLACE);
      if (word.length > LONGEST_WORD) continue;
      const so = places.get(word) ?? [];
      if (so.length < MOST_PLACES) so.push(`${place}${weight}`);
      places.set(word, so);
    }
  return [...places].map(([word, at]) => `'${word}':${at.join(',')}`).join(' ');
}
