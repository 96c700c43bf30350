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
      { path: '/at', message: 'must match format "date-time"' },
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
