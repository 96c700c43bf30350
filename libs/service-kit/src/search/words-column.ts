import { takenApart } from './signs';

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
