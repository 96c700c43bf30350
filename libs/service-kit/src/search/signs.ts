/**
 * What stands between words and is not ASCII, as code points: spaces, punctuation, symbols, emoji, marks that enclose. In a
 * database of locale C, as the suite's own is, all of it is letters to the parser. Written down, not asked of the program that
 * runs: another version of Unicode would make another column of it.
 */
const BETWEEN_WORDS = `
  80-a9 ab-b1 b4 b6-b8 bb bf d7 f7 2c2-2c5 2d2-2df 55a-55f 589-58a 5be 5c0 5c3 5c6 5f3-60f 61b-61f 66a-66d 6d4
  964-965 970 e3f e4f e5a-e5b 10fb 1360-1368 166d-166e 1680 17d4-17d6 17d8-17db 1800-180a 1fbd 1fbf-1fc1
  1fcd-1fcf 1fdd-1fdf 1fed-1fef 1ffd-206f 207a-207e 208a-208e 20a0-20cf 20dd-20e4 2100-2101 2103-2106 2108-2109
  2114 2116-2118 211e-2123 2125 2127 2129 212e 2139-213b 2140-2144 214a-214d 214f 218a-245f 249c-24e9 2500-2775
  2794-2bff 2e00-2e2e 2e30-3004 3008-3020 3030 3036-3037 303d-303f 309b-309c 30a0 30fb 3190-3191 3196-319f
  3200-321e 322a-3247 3250 3260-327f 328a-32b0 32c0-33ff e000-f8ff fd3e-fd3f fdfc fe10-fe19 fe30-fe6b feff-ff0f
  ff1a-ff20 ff3b-ff40 ff5b-ff65 ffe0-fffd 1f000-1f0ff 1f10d-1fbef 1fbfa-1fffd e0001-e007f
`;

/** Not seen between the letters of one word, as where it may be broken. */
const UNSEEN_IN_WORDS = 'ad fe00-fe0f e0100-e01ef';

/**
 * Left out: what is not seen, and the marks above and below Latin, Greek and Cyrillic letters, which people type or not. The
 * marks of other scripts are part of their words.
 */
const WITHIN_WORDS = `300-36f ${UNSEEN_IN_WORDS}`;

/** Letters with no mark that could be left out, and what people type who do not have them; as PostgreSQL's `unaccent` does. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ ø: 'o', Ø: 'O', ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ð: 'd', Ð: 'D', ħ: 'h', Ħ: 'H', ı: 'i' },
  ...{ ß: 'ss', ẞ: 'SS', æ: 'ae', Æ: 'AE', œ: 'oe', Œ: 'OE', þ: 'th', Þ: 'TH' },
};

/** PostgreSQL takes for one word what these hold together, or for none what they enclose. */
const ASCII_SIGNS = [...'./-@+<&~'];

const ranges = (codePoints: string): readonly string[][] =>
  codePoints
    .trim()
    .split(/\s+/)
    .map((range) => range.split('-'));

/** Inner part of a class of characters, as PostgreSQL writes them. */
const classInSql = (codePoints: string): string =>
  ranges(codePoints)
    .map((ends) => ends.map((end) => `\\U${end.padStart(8, '0')}`).join('-'))
    .join('');

const classInJs = (codePoints: string): string =>
  ranges(codePoints)
    .map((ends) => ends.map((end) => `\\u{${end}}`).join('-'))
    .join('');

/** A letter of a word, or a mark that is part of it: for a regular expression with the flag `u`. */
export const LETTER_OF_WORD = `(?:(?![${classInJs(BETWEEN_WORDS)}])[\\p{L}\\p{N}\\p{M}])`;

const UNSEEN = new RegExp(`[${classInJs(UNSEEN_IN_WORDS)}]`, 'gu');
const WITHIN = new RegExp(`[${classInJs(WITHIN_WORDS)}]`, 'gu');
const WORD = new RegExp(`${LETTER_OF_WORD}+`, 'gu');
const AS_WRITTEN = new RegExp(`(?:[${classInJs(WITHIN_WORDS)}]|${LETTER_OF_WORD})+`, 'gu');

const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'gu');

/**
 * A text in letters without marks; those of scripts whose words have marks keep them. Each letter is made plain by itself: the
 * lengths of parts add up to that of the whole.
 */
export const inPlainLetters = (text: string): string =>
  text
    .normalize('NFD')
    .replace(WITHIN, '')
    .replace(LETTER, (letter) => LETTERS[letter]!);

/** Words of a text, in plain letters. */
export const wordsIn = (text: string): readonly string[] => inPlainLetters(text).match(WORD) ?? [];

/** The same words as people wrote them, letters composed. */
export const wordsAsWritten = (text: string): readonly string[] =>
  (text.normalize('NFD').match(AS_WRITTEN) ?? [])
    .map((word) => word.replace(UNSEEN, '').normalize('NFC'))
    .filter(isWord);

/** Not marks alone. */
const isWord = (word: string): boolean => inPlainLetters(word) !== '';

const spaced = (text: string): string => ASCII_SIGNS.reduce((apart, sign) => `replace(${apart}, '${sign}', ' ')`, text);

const lettered = (text: string): string =>
  Object.entries(LETTERS).reduce((so, [letter, plain]) => `replace(${so}, '${letter}', '${plain}')`, text);

/**
 * SQL of a text with spaces between what `wordsIn` takes for words. Most texts are ASCII: those are not searched for what they
 * cannot have, which is most of the work.
 */
export const takenApart = (text: string): string => `case when octet_length(${text}) = length(${text})
    then ${spaced(`(${text})`)}
    else ${spaced(
      lettered(`regexp_replace(regexp_replace(normalize(${text}, NFD) collate "C",
      '[${classInSql(WITHIN_WORDS)}]', '', 'g'), '[${classInSql(BETWEEN_WORDS)}]+', ' ', 'g')`),
    )} end`;
