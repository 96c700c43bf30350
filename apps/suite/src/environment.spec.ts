import { resolve } from 'node:path';
import { readEnvironment } from './environment';

const onLaptop = (variables: NodeJS.ProcessEnv) => readEnvironment(variables, false);

test('nothing needs to be set; an empty variable counts as unset', () => {
  const environment = {
    PORT: 3000,
    HOST: '127.0.0.1',
    OPSLEDGER_DATA: resolve('.opsledger'),
    LOG_LEVEL: 'info',
    RATE_LIMIT: 0,
  };
  expect(onLaptop({})).toMatchObject(environment);
  expect(onLaptop({ PORT: '', HOST: '', DATABASE_URL: '' })).toMatchObject(environment);
});

test('in a container the suite can be reached from outside it', () => {
  expect(readEnvironment({}, true).HOST).toBe('0.0.0.0');
  expect(readEnvironment({ HOST: '127.0.0.1' }, true).HOST).toBe('127.0.0.1');
});

test('what is set is taken', () => {
  const variables = {
    HOST: '::',
    OPSLEDGER_DATA: '/var/lib/opsledger',
    DATABASE_URL: 'postgresql://ops:secret@db/ops',
    OPSLEDGER_TOKEN: 'opsl_0123456789abcdef',
    LOG_LEVEL: 'debug',
  };
  expect(onLaptop({ ...variables, PORT: '8080' })).toMatchObject({ ...variables, PORT: 8080 });
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
  ['RATE_LIMIT', '-1'],
  ['RATE_LIMIT', 'plenty'],
  ['EVENT_STORE', 'mysql'],
  ['KURRENTDB_URL', 'http://localhost:2113'],
  ['KURRENTDB_PREFIX', 'no dot at the end'],
  ['KAFKA_BROKERS', 'kafka'],
  ['KAFKA_BROKERS', 'http://kafka:9092'],
  ['KAFKA_BROKERS', 'kafka:9092,'],
])('%s=%s is refused by name, together with whatever else is wrong', (name, value) => {
  expect(() => onLaptop({ [name]: value, DATABASE_POOL_SIZE: '0' })).toThrow(new RegExp(`^  - ${name} must `, 'm'));
  expect(() => onLaptop({ [name]: value, DATABASE_POOL_SIZE: '0' })).toThrow(/^ {2}- DATABASE_POOL_SIZE must /m);
});

test('the other variables of Kafka matter once brokers are named', () => {
  expect(() => onLaptop({ KAFKA_PARTITIONS: 'many' })).not.toThrow();
  expect(() => onLaptop({ KAFKA_PARTITIONS: 'many', KAFKA_BROKERS: 'kafka:9092' })).toThrow(/KAFKA_PARTITIONS must /);
  expect(onLaptop({ KAFKA_BROKERS: 'kafka:9092' })).toMatchObject({ KAFKA_TLS: false, KAFKA_PARTITIONS: 6 });
});

test('being alone is a matter of the log in PostgreSQL', () => {
  expect(onLaptop({})).toMatchObject({ OPSLEDGER_ALONE: false });
  expect(onLaptop({ OPSLEDGER_ALONE: 'true' })).toMatchObject({ OPSLEDGER_ALONE: true });
  const elsewhere = { EVENT_STORE: 'kurrentdb', KURRENTDB_URL: 'kurrentdb://localhost:2113' };
  expect(() => onLaptop({ ...elsewhere, OPSLEDGER_ALONE: 'true' })).toThrow('OPSLEDGER_ALONE');
});

test('no value is repeated: it may be a secret', () => {
  expect(() => onLaptop({ OPSLEDGER_TOKEN: 'p w' })).toThrow(expect.not.stringContaining('p w') as never);
});
