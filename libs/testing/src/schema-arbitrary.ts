import fc from 'fast-check';

/** The parts of JSON Schema that payloads are written with. */
interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** Longer texts and lists are cut: a walk is about sequences, not about sizes. */
const LONGEST_TEXT = 40;
const LONGEST_LIST = 3;

const FORMATS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'date-time': fc
    .date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  date: fc.constantFrom('2026-03-01', '2024-02-29'),
  uri: fc.constantFrom('https://example.org/a', 'https://example.org/b?c=d'),
};

/**
 * Values that fit a payload's JSON Schema, as far as the schema says; what only a pattern says is left to chance.
 *
 * @param given the schema, e.g. of TypeBox
 * @param ids ids to choose from wherever one is expected, so that values meet records that are there
 */
export function fromSchema(given: object, ids: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const schema: Schema = given;
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => fromSchema(one, ids)));
  return (BY_TYPE[schema.type ?? ''] ?? anything)(schema, ids);
}

type Build = (schema: Schema, ids: fc.Arbitrary<string>) => fc.Arbitrary<unknown>;

const anything: Build = () => fc.jsonValue({ maxDepth: 2 });
const numberOf: Build = ({ minimum = -5, maximum = 1_000 }) => fc.integer({ min: minimum, max: maximum });

const listOf: Build = ({ items = {}, minItems = 0, maxItems = LONGEST_LIST }, ids) =>
  fc.array(fromSchema(items, ids), {
    minLength: minItems,
    maxLength: Math.max(minItems, Math.min(maxItems, LONGEST_LIST)),
  });

const objectOf: Build = ({ properties = {}, required = [] }, ids) => {
  const fields = Object.entries(properties).map(([name, one]) => [name, fromSchema(one, ids)] as const);
  return fc.record(Object.fromEntries(fields), { requiredKeys: [...required] });
};

const textOf: Build = ({ format, minLength = 0, maxLength = LONGEST_TEXT }, ids) => {
  if (format === 'uuid') return ids;
  if (format && FORMATS[format]) return FORMATS[format];
  return fc.string({ unit: 'grapheme', minLength, maxLength: Math.max(minLength, Math.min(maxLength, LONGEST_TEXT)) });
};

const BY_TYPE: Readonly<Record<string, Build>> = {
  string: textOf,
  integer: numberOf,
  number: numberOf,
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
  array: listOf,
  object: objectOf,
};
