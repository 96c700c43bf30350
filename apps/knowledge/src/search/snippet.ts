const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Words before the first match, and words of the whole passage. */
const BEFORE = 6;
const LONG = 34;
/** What is marked: words as they are, and words that begin so. */
export interface Marked {
  readonly words: readonly string[];
  readonly beginning: string | undefined;
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character]!);

function matcher({ words, beginning }: Marked): (word: string) => boolean {
  const exact = new Set(words);
  return (word) => exact.has(word) || (beginning !== undefined && word.startsWith(beginning));
}

/** The first passage with the most matches, as HTML: everything is escaped, and only the marks are ours. */
export function snippetOf(text: string, marked: Marked): string {
  const matches = matcher(marked);
  const tokens = [...text.matchAll(/[\p{L}\p{N}]+/gu)].map(({ 0: word, index }) => ({
    ...{ index, end: index + word.length },
    isMatch: matches(word.toLowerCase()),
  }));
  if (tokens.length === 0) return '';
  const from = Math.max(0, bestStart(tokens.map(({ isMatch }) => isMatch)) - BEFORE);
  const shown = tokens.slice(from, from + LONG);
  let at = from === 0 ? 0 : shown[0]!.index;
  const parts: string[] = [];
  for (const { index, end, isMatch } of shown) {
    parts.push(escaped(text.slice(at, index)));
    const word = escaped(text.slice(index, end));
    parts.push(isMatch ? `<mark>${word}</mark>` : word);
    at = end;
  }
  const isWhole = from + LONG >= tokens.length;
  if (isWhole) parts.push(escaped(text.slice(at)));
  return parts.join('').replace(/\s+/g, ' ').trim();
}

/** The first match that as many as possible follow within a passage. */
function bestStart(isMatch: readonly boolean[]): number {
  let [best, most] = [0, 0];
  let within = isMatch.slice(0, LONG - BEFORE).filter(Boolean).length;
  for (let start = 0; start < isMatch.length; start++) {
    if (isMatch[start] && within > most) [best, most] = [start, within];
    if (isMatch[start]) within--;
    if (isMatch[start + LONG - BEFORE]) within++;
  }
  return best;
}
