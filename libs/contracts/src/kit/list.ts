import { Type, type TSchema } from '@sinclair/typebox';

/** Query-string parameters every list takes; spread into a list query's `params`. */
export const listParams = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50, description: 'Records per page.' })),
  after: Type.Optional(Type.String({ maxLength: 1000, description: 'The `next` of the page before; opaque.' })),
};

/** A page of records and the cursor of the next one, absent on the last page. */
export const PageOf = <Item extends TSchema>(item: Item) =>
  Type.Object({
    items: Type.Array(item),
    next: Type.Optional(Type.String({ description: 'Pass as `after` for the next page.' })),
  });

/** Several words of a set, comma separated, as a query-string parameter. */
export const AnyOf = (words: readonly string[]) =>
  Type.String({
    pattern: `^(${words.join('|')})(,(${words.join('|')}))*$`,
    description: `One or several, comma separated: ${words.map((word) => `\`${word}\``).join(', ')}.`,
  });

/** Orders of a list by name, each also descending with a leading `-`. */
export const SortedBy = <const Names extends readonly string[]>(
  names: Names,
  standard: Names[number] | `-${Names[number]}`,
) =>
  Type.Unsafe<Names[number] | `-${Names[number]}`>({
    type: 'string',
    enum: [...names, ...names.map((name) => `-${name}`)],
    default: standard,
  });
