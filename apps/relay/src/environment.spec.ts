import { readRelayEnvironment } from './environment';

const services = ['change', 'cmdb', 'directory', 'incident', 'knowledge', 'problem', 'sla'];
const variables = {
  DATABASE_URL: 'postgres://somewhere/opsledger',
  KAFKA_BROKERS: 'one:9092',
  OPSLEDGER_SERVICES: services.map((service) => `${service}=${service}:4000`).join(';'),
};

it('needs the log, the brokers, and the services whose records have states', () => {
  const environment = readRelayEnvironment(variables);
  expect(environment).toMatchObject({ PORT: 8080, KAFKA_TOPIC_PREFIX: 'itsm', DATABASE_URL: variables.DATABASE_URL });
  expect([...environment.addresses.keys()].sort()).toEqual(services);
});

it('names all that is wrong at once', () => {
  const reading = () => readRelayEnvironment({ KAFKA_BROKERS: 'one', OPSLEDGER_SERVICES: 'incident=here:4000' });
  expect(reading).toThrow(/DATABASE_URL/);
  expect(reading).toThrow(/KAFKA_BROKERS/);
  expect(() => readRelayEnvironment({ ...variables, OPSLEDGER_SERVICES: 'incident=here:4000' })).toThrow(
    'OPSLEDGER_SERVICES must say where directory, problem, change, cmdb, knowledge, sla run',
  );
});

it('tells once what is wrong with the brokers', () => {
  let told = '';
  try {
    readRelayEnvironment({ ...variables, KAFKA_BROKERS: 'one:99999' });
  } catch (error) {
    told = (error as Error).message;
  }
  expect(told.match(/KAFKA_BROKERS must be/g)).toHaveLength(1);
});
