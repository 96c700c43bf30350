import { resolve } from 'node:path';
import { readEnvironment } from './environment';

const onLaptop = (variables: NodeJS.ProcessEnv) => readEnvironment(variables, false);

test('nothing needs to be set', () => {
  const environment = { port: 3000, host: '127.0.0.1', dataDir: resolve('.opsledger'), logLevel: 'info' };
  expect(onLaptop({})).toEqual(environment);
  expect(onLaptop({ PORT: '', DATABASE_URL: ' ' })).toEqual(environment);
});

test('in a container the suite can be reached from outside it', () => {
  expect(readEnvironment({}, true).host).toBe('0.0.0.0');
  expect(readEnvironment({ HOST: '127.0.0.1' }, true).host).toBe('127.0.0.1');
});

test('everything can be set', () => {
  const variables = {
    PORT: '8080',
    HOST: '::',
    OPSLEDGER_DATA: '/var/lib/opsledger',
    DATABASE_URL: 'postgresql://ops:secret@db/ops',
    OPSLEDGER_TOKEN: 'opsl_0123456789abcdef',
    LOG_LEVEL: 'DEBUG',
  };
  expect(onLaptop(variables)).toEqual({
    port: 8080,
    host: '::',
    dataDir: '/var/lib/opsledger',
    databaseUrl: 'postgresql://ops:secret@db/ops',
    token: 'opsl_0123456789abcdef',
    logLevel: 'debug',
  });
});

test.each([
  ['PORT', '3000x'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['DATABASE_URL', 'mysql://localhost/ops'],
  ['DATABASE_URL', 'localhost'],
  ['OPSLEDGER_TOKEN', 'short'],
  ['OPSLEDGER_TOKEN', 'long enough but with spaces'],
  ['LOG_LEVEL', 'chatty'],
])('%s=%s is refused by name', (name, value) => {
  expect(() => onLaptop({ [name]: value })).toThrow(`${name} must be `);
});

test('every wrong variable is named at once, and no value is repeated: it may be a secret', () => {
  expect(() => onLaptop({ PORT: 'x', OPSLEDGER_TOKEN: 'p w' })).toThrow(
    'The environment is wrong: PORT must be a port number, 0 to 65535; OPSLEDGER_TOKEN must be at least 16 characters without spaces.',
  );
});
