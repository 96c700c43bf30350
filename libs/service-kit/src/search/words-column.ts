/** PostgreSQL takes for one word what these hold together, or for none what they enclose. */
const ASCII_SIGNS = [...'./-@+<&~'];
/** In a database of locale C, as the suite's own is, all that is not ASCII is a letter to it: also what stands between words. */
const OTHER_SIGNS = [...'‘’‚“”„«»–—…·•→€°、。「」（），：！？'];
/** No-break spaces, and what joins or parts letters without being seen: as escapes, for nobody could see them here. */
const UNSEEN_SIGNS = [...'\u00a0\u202f\u200b\u200c\u200d\ufeff'];

const without = (signs: readonly string[], text: string): string =>
  signs.reduce((apart, sign) => `replace(${apart}, '${sign}', ' ')`, text);

/** Most texts are ASCII: those are not searched for what they cannot have, which is most of the work. */
const takenApart = (text: string): string => `case when octet_length(${text}) = length(${text})
    then ${without(ASCII_SIGNS, `(${text})`)}
    else ${without([...ASCII_SIGNS, ...OTHER_SIGNS, ...UNSEEN_SIGNS], `(${text})`)} end`;

/**
 * Column with the words that the rows of a list are found by: in the parts that searches are cut into, so that 16.2 or
 * example.com of db-01.example.com are found as they are typed. Names, numbers and titles are found by the beginnings of
 * their words and by their stems, prose by its stems, which costs half as much.
 *
 * @param names SQL of the former
 * @param prose SQL of the latter
 */
export const wordsColumn = (names: string, prose?: string): string => `tsvector generated always as (
  to_tsvector('simple', ${takenApart(names)}) ||
  to_tsvector('english', ${takenApart(prose === undefined ? names : `${names} || ' ' || ${prose}`)})
) stored`;

/**
 * Column with the words of names that are no language's, as those of people and servers: taken apart in the same way and
 * found by their beginnings, without stems, and none of them says nothing. To be searched with `names`.
 *
 * @param names SQL of the text
 */
export const namesColumn = (names: string): string =>
  `tsvector generated always as (to_tsvector('simple', ${takenApart(names)})) stored`;
