/** What exports write where nothing is known. */
const UNKNOWN = new Set(['', '?', 'null', '(empty)', '-- none --']);

/** The cell in one line, or null where nothing is known. */
export function known(cell: string | undefined): string | null {
  const text = storable(cell ?? '')
    .replace(/\s+/g, ' ')
    .trim();
  return UNKNOWN.has(text.toLowerCase()) ? null : text;
}

/** The cell with its line breaks, or null where nothing is known. */
export function knownProse(cell: string | undefined): string | null {
  return known(cell) === null ? null : storable(cell!).trim();
}

/** The sign for "something was here" takes the place of what no database keeps. */
const storable = (text: string): string => (hasNul(text) ? text.replaceAll('\0', '\uFFFD') : text);

/** Whether it holds the one character that no database keeps. */
export const hasNul = (text: string): boolean => text.includes('\0');

/** In messages: enough to know it by. */
export const quoted = (text: string): string => `"${atMost(60, text)}"`;

/** Cut to so many characters, counted as schemas do; the cut shows. */
export function atMost(length: number, text: string): string {
  if (text.length <= length) return text;
  const characters = Array.from(text);
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}

/** `TRUE`, `true`, `1`, `yes`; null for anything that is neither true nor false. */
export function flag(cell: string | undefined): boolean | null {
  const text = known(cell)?.toLowerCase();
  if (text && ['true', '1', 'yes', 'y'].includes(text)) return true;
  if (text && ['false', '0', 'no', 'n'].includes(text)) return false;
  return null;
}

/** A whole number that anything can be counted with, thousands separated or not; null for anything else. */
export function count(cell: string | undefined): number | null {
  const text = known(cell)?.replace(/[,. ](?=\d{3}\b)/g, '');
  return text !== undefined && text !== null && /^-?\d{1,9}$/.test(text) ? Number(text) : null;
}
