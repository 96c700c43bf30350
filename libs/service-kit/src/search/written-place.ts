import { inPlainLetters } from './signs';

/** The beginning of the character that a place is in: one beyond 16 bits takes two places. */
const wholeAt = (text: string, place: number): number => (text.codePointAt(place - 1)! > 0xffff ? place - 1 : place);

/** A place behind the one looked for, or the end: most are near the beginning, and texts are long. */
function beyond(text: string, place: number): number {
  let most = 2 * place + 16;
  while (most < text.length && inPlainLetters(text.slice(0, most)).length <= place + 1) most *= 2;
  return most < text.length ? wholeAt(text, most) : text.length;
}

/**
 * Where in a text that is written which stands at `place` of the same text in plain letters; behind what was left out there.
 * It is halved until found, since whoever asks does so for few places and plain letters do not say what they were made of.
 */
export function writtenPlace(text: string, place: number): number {
  let [from, to, left] = [0, beyond(text, place), place];
  while (from < to) {
    const half = wholeAt(text, (from + to + 1) >> 1);
    const middle = half > from ? half : from + 2;
    const { length } = inPlainLetters(text.slice(from, middle));
    if (length > left) to = wholeAt(text, middle - 1);
    else [from, left] = [middle, left - length];
  }
  return from;
}
