/**
 * Column with the words of a row of which `number` is one: prose by its stems, and in the parts that searches are cut into,
 * so that 16.2 or db-01.example.com are found as they are typed.
 *
 * @param prose SQL of the text
 */
export const wordsOf = (prose: string): string => `tsvector generated always as (
  to_tsvector('simple', number) || to_tsvector('english', ${prose}) ||
  to_tsvector('simple', regexp_replace(${prose}, '[[:punct:]]+', ' ', 'g'))
) stored`;
