import { InvalidEnvironment, parseEnvironment } from '@opsledger/service-kit';
import { Type } from '@sinclair/typebox';
import { brokersOf, connectKafka } from './connect-kafka';
import { kafkaEnvironment, requireConsistent } from './kafka-environment';

const parse = (variables: NodeJS.ProcessEnv) => parseEnvironment(Type.Object(kafkaEnvironment), variables);

it('needs nothing but brokers', () => {
  const environment = parse({ KAFKA_BROKERS: 'one:9092, two:9093' });
  expect(brokersOf(environment)).toEqual(['one:9092', 'two:9093']);
  expect(() => requireConsistent(environment)).not.toThrow();
  expect(environment).toMatchObject({ KAFKA_TLS: false, KAFKA_TOPIC_PREFIX: 'itsm', KAFKA_PARTITIONS: 6 });
});

it.each(['one', 'http://one:9092', 'one:9092,', ''])('does not take %j for brokers', (KAFKA_BROKERS) => {
  expect(() => parse({ KAFKA_BROKERS })).toThrow(/KAFKA_BROKERS .*host:port/);
});

it.each(['one:0', 'one:99999', 'one:65536', 'one:9092,two:0', 'one:-1'])(
  'takes no port that there cannot be: %s',
  (KAFKA_BROKERS) => {
    expect(() => parse({ KAFKA_BROKERS })).toThrow(
      /^ {2}- KAFKA_BROKERS must be host:port, or several by commas, each port from 1 to 65535 \(brokers to ask first/m,
    );
  },
);

it.each(['one:1', 'one:9092', 'one:49152', 'one:59999', 'one:60000', 'one:65535'])('takes %s', (KAFKA_BROKERS) => {
  expect(parse({ KAFKA_BROKERS }).KAFKA_BROKERS).toBe(KAFKA_BROKERS);
});

it('names what is missing beside what is there, and repeats no secret', () => {
  const check = () =>
    requireConsistent(
      parse({
        KAFKA_BROKERS: 'one:9092',
        KAFKA_SASL_PASSWORD: 'hunter2',
        KAFKA_TLS_CERT: '/cert.pem',
        KAFKA_MIN_INSYNC_REPLICAS: '2',
      }),
    );
  expect(check).toThrow(InvalidEnvironment);
  expect(check).toThrow(/KAFKA_SASL_MECHANISM is required with KAFKA_SASL_PASSWORD/);
  expect(check).toThrow(/KAFKA_TLS_KEY is required with KAFKA_TLS_CERT/);
  expect(check).toThrow(/KAFKA_TLS_CERT needs KAFKA_TLS=true/);
  expect(check).toThrow(/KAFKA_MIN_INSYNC_REPLICAS may not be more/);
  expect(check).not.toThrow(/hunter2/);
});

it('says which file cannot be read', () => {
  const environment = parse({ KAFKA_BROKERS: 'one:9092', KAFKA_TLS: 'true', KAFKA_TLS_CA: '/there/is/none.pem' });
  expect(() => connectKafka(environment, 'test')).toThrow('KAFKA_TLS_CA cannot be read: ENOENT');
});

it.each([
  ['plain', undefined, 1],
  ['plain', 'true', 0],
  ['scram-sha-512', undefined, 0],
])('says so when a password could be read on its way: %s, TLS %s', (KAFKA_SASL_MECHANISM, KAFKA_TLS, times) => {
  const warned: string[] = [];
  const log = { info: () => undefined, warn: (_: object, text: string) => warned.push(text), error: () => undefined };
  const login = { KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME: 'u', KAFKA_SASL_PASSWORD: 'hunter2' };
  connectKafka(parse({ KAFKA_BROKERS: 'one:9092', KAFKA_TLS, ...login }), 'test', log);
  expect(warned).toHaveLength(times);
  expect(warned.join()).not.toContain('hunter2');
});
