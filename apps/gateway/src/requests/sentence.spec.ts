import { Type, type TSchema } from '@sinclair/typebox';
import { AnyOf, Instant, LevelField, Line, OneOf, Payload } from '@opsledger/contracts';
import { type Problem } from '@opsledger/service-kit';
import { payloadCheck } from './payload';

/** What is said about a value in a field of that schema. */
function saidOf(schema: TSchema, value: unknown): string[] {
  try {
    payloadCheck('Command', Payload({ field: schema }), 'strict')({ field: value });
  } catch (error) {
    return (error as Problem & { extensions: { violations: { message: string }[] } }).extensions.violations.map(
      ({ message }) => message,
    );
  }
  return [];
}

test.each<[string, TSchema, unknown, string]>([
  ['text', Line(), 7, 'must be text'],
  ['a number', Type.Integer(), 'x', 'must be a whole number'],
  ['a truth', Type.Boolean(), 'x', 'must be true or false'],
  ['one value', Line(), ['a', 'b'], 'must be one value; it is a list, or was given more than once'],
  ['fields', Payload({}), ['a'], 'must be an object with fields; it is a list'],
  ['a word of a set', OneOf(['a', 'b']), 'c', 'must be one of a, b'],
  ['words of a set', AnyOf(['a', 'b']), 'a,c', 'must be one or several of a, b, with commas between'],
  ['a level', LevelField, 9, 'must be one of 1, 2, 3'],
  ['blank text', Line(), '  ', 'must not be blank'],
  ['empty text', Line(), '', 'must not be blank'],
  ['long text', Line(3), '🙂🙂🙂🙂', 'is longer than 3 characters (it has 4)'],
  [
    'an instant',
    Instant(),
    'soon',
    'must be an instant in ISO 8601 with a zone, such as 2026-03-01T09:30:00Z: "soon" is none',
  ],
  ['an id', Type.String({ format: 'uuid' }), 'x', 'must be an id (a UUID)'],
  ['too much', Type.Integer({ maximum: 3 }), 4, 'must be 3 or less'],
  ['too little', Type.Integer({ minimum: 1 }), 0, 'must be 1 or more'],
  ['no entries', Type.Array(Line(), { minItems: 1 }), [], 'must have at least 1 entry'],
  ['many entries', Type.Array(Line(), { maxItems: 1 }), ['a', 'b'], 'has more than 1 entry (it has 2)'],
  ['entries twice', Type.Array(Line(), { uniqueItems: true }), ['a', 'a'], 'must not name anything twice'],
])('%s', (_what, schema, value, said) => {
  expect(saidOf(schema, value)).toEqual([said]);
});

test('a body that is wrong in very many places is told of the first, and how many more', () => {
  const check = payloadCheck('Command', Payload({}), 'strict');
  const wrong = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`f${index}`, 1]));
  expect(() => check(wrong)).toThrow(/; and 980 more\.$/);
});

it('says of what takes no fields that there are none', () => {
  expect(() => payloadCheck('List', Payload({}), 'coercing')({ sort: 'name' })).toThrow(
    /\/sort is not a known field; there are none\.$/,
  );
});
