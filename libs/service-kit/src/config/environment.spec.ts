import { Type } from '@sinclair/typebox';
import { InvalidEnvironment, parseEnvironment } from './environment';
import { serviceEnvironment } from './service-environment';

const schema = Type.Object({
  ...serviceEnvironment,
  SECRET: Type.String({ minLength: 8, description: 'signs links' }),
});

it('gives typed values and defaults, and ignores what is not asked for', () => {
  const environment = parseEnvironment(schema, {
    SECRET: 'long enough',
    DATABASE_POOL_SIZE: '7',
    HOME: '/',
    LOG_LEVEL: '',
  });
  expect(environment).toMatchObject({ SECRET: 'long enough', DATABASE_POOL_SIZE: 7, LOG_LEVEL: 'info' });
  expect(environment).not.toHaveProperty('HOME');
  expect(environment.DATABASE_URL).toBeUndefined();
});

it('names everything that is wrong at once, but no value', () => {
  const parse = () => parseEnvironment(schema, { DATABASE_URL: 'mysql://me:hunter2@x', DATABASE_POOL_SIZE: 'many' });
  expect(parse).toThrow(InvalidEnvironment);
  expect(parse).toThrow(/DATABASE_URL .*embedded[\s\S]*/);
  expect(parse).toThrow(/DATABASE_POOL_SIZE must be integer/);
  expect(parse).toThrow(/SECRET is required \(signs links\)/);
  expect(parse).not.toThrow(/hunter2/);
});
