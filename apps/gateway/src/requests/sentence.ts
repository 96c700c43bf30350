type Say = (captured: string, value: unknown) => string;

const TYPES: Readonly<Record<string, string>> = {
  string: 'must be text',
  integer: 'must be a whole number',
  number: 'must be a number',
  boolean: 'must be true or false',
  array: 'must be a list',
  object: 'must be an object with fields',
  null: 'must be null',
};

const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'must be an id (a UUID)',
  email: 'must be an e-mail address',
  uri: 'must be an address with its scheme, such as https://example.org/page',
};

/** What the validator says, and what a person is told to do about it. */
const SAYINGS: readonly (readonly [RegExp, Say])[] = [
  [/^must be ([a-z,]+)$/, (types, value) => typeSentence(types.split(','), value)],
  [/^must match format "(.+)"$/, (format) => FORMATS[format] ?? `must be written as ${format}`],
  [/^must NOT have fewer than 1 characters$/, () => 'must not be blank'],
  [/^must match pattern "\\S"$/, () => 'must not be blank'],
  [
    /^must match pattern "\^\(([^()]+)\)\(,\(\1\)\)\*\$"$/,
    (words) => `must be one or several of ${words.split('|').join(', ')}, with commas between`,
  ],
  [/^must match pattern "(.+)"$/, (pattern) => `must match the pattern ${pattern}`],
  [/^must NOT have more than (\d+) characters$/, (most, value) => tooLong(most, value)],
  [/^must NOT have fewer than (\d+) characters$/, (least) => `must have at least ${least} characters`],
  [/^must NOT have fewer than (\d+) items$/, (least) => `must have at least ${least} ${itemWord(least)}`],
  [/^must NOT have more than (\d+) items$/, (most, value) => tooMany(most, value)],
  [/^must NOT have fewer than (\d+) properties$/, (least) => `must have at least ${least} of its fields`],
  [/^must NOT have duplicate items/, () => 'must not name anything twice'],
  [/^must be >= (.+)$/, (least) => `must be ${least} or more`],
  [/^must be <= (.+)$/, (most) => `must be ${most} or less`],
];

/** A validator's message as a sentence about the value that is wrong. */
export function sentence(message: string, value: unknown): string {
  for (const [pattern, say] of SAYINGS) {
    const found = pattern.exec(message);
    if (found) return say(found[1] ?? '', value);
  }
  return message;
}

function typeSentence(types: readonly string[], value: unknown): string {
  const isList = Array.isArray(value) && !types.includes('array');
  if (isList && types.includes('object')) return `${TYPES.object}; it is a list`;
  if (isList) return 'must be one value; it is a list, or was given more than once';
  const known = types.map((type) => TYPES[type]);
  return known.every((one) => one !== undefined) ? known.join(', or ') : `must be ${types.join(' or ')}`;
}

const itemWord = (count: string): string => (count === '1' ? 'entry' : 'entries');

const tooLong = (most: string, value: unknown): string =>
  `is longer than ${most} characters${typeof value === 'string' ? ` (it has ${[...value].length})` : ''}`;

const tooMany = (most: string, value: unknown): string =>
  `has more than ${most} ${itemWord(most)}${Array.isArray(value) ? ` (it has ${value.length})` : ''}`;
