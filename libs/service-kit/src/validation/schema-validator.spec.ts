import { Id, Instant, Line, OneOf, Payload } from '@opsledger/contracts';
import { Type } from '@sinclair/typebox';
import { schemaValidator } from './schema-validator';

const schema = Payload({
  title: Line(20),
  owner: Type.Optional(Payload({ id: Id() })),
  level: OneOf(['high', 'low']),
  at: Type.Optional(Instant()),
  limit: Type.Integer({ default: 50 }),
});
const validate = schemaValidator(schema);

it('accepts what fits and fills in defaults', () => {
  const value = { title: 'Mail is down', level: 'high', at: '2026-03-01T09:30:00Z' };
  expect(validate(value)).toEqual([]);
  expect(value).toHaveProperty('limit', 50);
});

it('names every violation with its place', () => {
  const value = { owner: { id: 'x', more: 1 }, level: 'urgent', at: 'yesterday', limit: '50' };
  expect(validate(value)).toEqual(
    expect.arrayContaining([
      { path: '/title', message: 'is required' },
      { path: '/owner/more', message: 'is not a known field' },
      { path: '/owner/id', message: 'must match format "uuid"' },
      { path: '/level', message: 'must be one of high, low' },
      {
        path: '/at',
        message: 'must be an instant in ISO 8601 with a zone, such as 2026-03-01T09:30:00Z: "yesterday" is none',
      },
      { path: '/limit', message: 'must be integer' },
    ]),
  );
});

it.each([null, undefined, 'text', [], 7])('refuses %j altogether', (value) => {
  expect(validate(value)).not.toEqual([]);
});

it('takes text for what it means only where it is told to', () => {
  const query = Type.Object({ limit: Type.Integer(), open: Type.Boolean(), states: Type.Array(Type.String()) });
  const value = { limit: '5', open: 'true', states: 'new' };
  expect(schemaValidator(query)(value)).toHaveLength(3);
  expect(schemaValidator(query, 'coercing')(value)).toEqual([]);
  expect(value).toEqual({ limit: 5, open: true, states: ['new'] });
});

it.each([
  ['2026-03-01T09:30:00Z', true],
  ['2026-03-01T09:30:00.123456+14:00', true],
  ['9999-12-31T23:59:59.999Z', true],
  ['0000-01-01T00:00:00Z', false],
  ['0001-01-01T00:00:00Z', false],
  ['9999-12-31T23:59:59-23:59', false],
  ['2016-12-31T23:59:60Z', false],
  ['2026-01-01T00:00:00+23:59', false],
  ['2026-01-01T00:00:00-16:00', false],
  ['2026-02-30T00:00:00Z', false],
  ['2026-03-01\n09:30:00Z', false],
  ['2026-03-01 09:30:00Z', false],
  ['2026-03-01T09:30:00Z\n', false],
  ['2026-03-01t09:30:00Z', false],
  ['2026-03-01T09:30:00z', false],
  ['2026-03-01T09:30:00+0200', false],
])('of instants it takes those that date and database can read: %s', (at, isGood) => {
  expect(validate({ title: 'x', level: 'high', at })).toHaveLength(isGood ? 0 : 1);
});

it.each([
  ['2026-03-01', true],
  ['0000-01-01', false],
  ['0001-01-01', false],
  ['2026-02-30', false],
])('and of days: %s', (day, isGood) => {
  expect(schemaValidator(Type.String({ format: 'date' }))(day)).toHaveLength(isGood ? 0 : 1);
});

it('tells what is wrong with a value that may be null once, and as what it is', () => {
  const level = Type.Union([Type.Unsafe<string>({ enum: ['low', 'high'] }), Type.Null()]);
  const violations = schemaValidator(Type.Object({ level, note: Type.Union([Type.Null(), Type.Null()]) }));
  expect(violations({ level: 'huge', note: null })).toEqual([{ path: '/level', message: 'must be one of low, high' }]);
  expect(violations({ level: null, note: 1 })).not.toEqual([]);
});

const messages = (violations: readonly { readonly message: string }[]) => violations.map(({ message }) => message);

it.each([
  ['2026-03-01', 'must have a time of day and a zone, such as 2026-03-01T09:30:00Z: "2026-03-01" is a day'],
  ['2026-03-01T09:30Z', 'must have seconds, such as 2026-03-01T09:30:00Z: "2026-03-01T09:30Z" has none'],
  ['2026-03-01T09:30:00', 'must have a zone, such as Z for UTC or +02:00 behind it: "2026-03-01T09:30:00" has none'],
  ['2026-01-01T00:00:00+23:59', 'must have a zone less than 16 hours from UTC: "2026-01-01T00:00:00+23:59" has +23:59'],
  [
    '2026-03-01T09:30:00+02',
    'must have hours and minutes in its zone, such as +02:00: "2026-03-01T09:30:00+02" has +02',
  ],
  ['2026-03-01T09:30:00+23', 'must have a zone less than 16 hours from UTC: "2026-03-01T09:30:00+23" has +23'],
  [
    '2026-03-01T09:30:00+0200',
    'must have hours and minutes in its zone, such as +02:00: "2026-03-01T09:30:00+0200" has +0200',
  ],
  [
    '2026-03-01T09:30:00 02:00',
    'must have + or - in its zone, such as +02:00: "2026-03-01T09:30:00 02:00" has none; in an address, + is written %2B',
  ],
  [
    '2026-03-01\n09:30:00+02:00',
    'must have a T between day and time, such as 2026-03-01T09:30:00+02:00: "2026-03-01\\n09:30:00+02:00" has none',
  ],
  ['2026-03-01 09:30', 'must have a T between day and time, such as 2026-03-01T09:30:00Z: "2026-03-01 09:30" has none'],
  [
    '2026-03-01t09:30:00z',
    'must have T and Z as capitals, such as 2026-03-01T09:30:00Z: "2026-03-01t09:30:00z" has them small',
  ],
  ['2026-02-30', 'must be a day that exists: "2026-02-30" is not in the calendar or on the clock'],
  [
    '2026-02-30T09:30',
    'must be a day and a time that exist: "2026-02-30T09:30" is not in the calendar or on the clock',
  ],
  [
    '2026-02-30T00:00:00Z',
    'must be a day and a time that exist: "2026-02-30T00:00:00Z" is not in the calendar or on the clock',
  ],
  [
    '2016-12-31T23:59:60Z',
    'must be a day and a time that exist: "2016-12-31T23:59:60Z" is not in the calendar or on the clock',
  ],
  ['0226-03-01T00:00:00Z', 'must lie in 1900 or later: "0226-03-01T00:00:00Z" is earlier; check its year'],
  [
    '9999-12-31T23:59:59-10:00',
    'must lie in the year 9999 or earlier, in UTC: "9999-12-31T23:59:59-10:00" is later; check its year',
  ],
  [
    `soon ${'x'.repeat(100)}`,
    `must be an instant in ISO 8601 with a zone, such as 2026-03-01T09:30:00Z: "soon ${'x'.repeat(35)}…" is none`,
  ],
])('of an instant it says which rule is broken: %s', (at, message) => {
  expect(messages(validate({ title: 'x', level: 'high', at }))).toEqual([message]);
});

it.each([
  ['2026-03-01T09:30:00Z', 'must be a day alone, such as 2026-03-01: "2026-03-01T09:30:00Z" tells a time as well'],
  ['1.3.2026', 'must be a day in ISO 8601, such as 2026-03-01: "1.3.2026" is none'],
  ['2026-02-30', 'must be a day that exists: "2026-02-30" is not in the calendar or on the clock'],
  ['0226-03-01', 'must lie in 1900 or later: "0226-03-01" is earlier; check its year'],
])('and of a day: %s', (day, message) => {
  expect(messages(schemaValidator(Type.String({ format: 'date' }))(day))).toEqual([message]);
});

it('of a day or an instant it tells the fault of the one that was meant', () => {
  const either = schemaValidator(Type.Union([Type.String({ format: 'date' }), Instant()]));
  expect(messages(either('2026-03-01T09:30:00'))).toEqual([expect.stringMatching(/^must have a zone/)]);
  expect(messages(either('2026-03-01\n09:30:00Z'))).toEqual([expect.stringMatching(/^must have a T/)]);
  expect(messages(either('2026-02-30'))).toEqual([expect.stringMatching(/^must be a day that exists/)]);
});
