import { InvalidEnvironment } from '@opsledger/service-kit';
import { readDistributedEnvironment } from './environment';

test('brokers that are no addresses are refused with everything else, before a database is made', () => {
  const read = () => readDistributedEnvironment({ PORT: 'http', KAFKA_BROKERS: 'localhost' });
  expect(read).toThrow(InvalidEnvironment);
  expect(read).toThrow(/- PORT must .*\n {2}- KAFKA_BROKERS must /);
});

test('brokers may be several, or none', () => {
  expect(readDistributedEnvironment({ KAFKA_BROKERS: 'a:9092, b:9092' }).KAFKA_BROKERS).toBe('a:9092, b:9092');
  expect(readDistributedEnvironment({}).KAFKA_BROKERS).toBeUndefined();
});
