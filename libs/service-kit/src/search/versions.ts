/** The first number of a version, as 1 of 1.2.3 or v1.2.3. */
const VERSION = /(?<![\p{L}\p{N}]|\d\.)v?(\d+)(?=\.\d)/giu;

/**
 * First numbers of the versions in a question, each without its v: a version is found whether there is one before it or not.
 *
 * @returns by the word as it is typed, in small letters
 */
export const versionsIn = (q: string): ReadonlyMap<string, string> =>
  new Map([...q.matchAll(VERSION)].map(([word, number]) => [word.toLowerCase(), number!]));
