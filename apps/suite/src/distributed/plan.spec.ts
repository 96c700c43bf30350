import { planProcesses, portsNeeded } from './plan';
import { SERVICE_NAMES } from './service-names';
import { SERVICES } from '../services';

const parts = {
  services: ['directory', 'incident'],
  replicas: new Map([['incident', 2]]),
  host: '0.0.0.0',
  port: 3000,
  databaseUrl: 'postgres://localhost/ops',
  token: 'opsl_0123456789abcdef',
  secret: 'a-secret-of-some-length',
  ports: [9, 1, 2, 3, 4, 5, 6],
};

test('every replica has ports of its own, and everybody knows where all are', () => {
  expect(portsNeeded(parts)).toBe(7);
  const processes = planProcesses(parts);
  expect(processes.map(({ name, rpcPort, healthPort }) => [name, rpcPort, healthPort])).toEqual([
    ['directory', 1, 2],
    ['incident.1', 3, 4],
    ['incident.2', 5, 6],
    ['gateway', undefined, 3000],
  ]);
  for (const { environment } of processes)
    expect(environment).toMatchObject({
      OPSLEDGER_SERVICES: 'directory=127.0.0.1:1;incident=127.0.0.1:3,127.0.0.1:5',
      DATABASE_URL: parts.databaseUrl,
      RPC_SECRET: parts.secret,
    });
});

test('where there are brokers, a relay publishes to them, and everybody knows of them', () => {
  const processes = planProcesses({ ...parts, brokers: 'a:9092' });
  expect(processes.map(({ name }) => name)).toEqual(['directory', 'incident.1', 'incident.2', 'relay', 'gateway']);
  expect(processes.every(({ environment }) => environment.KAFKA_BROKERS === 'a:9092')).toBe(true);
});

test('only the directory is told the token', () => {
  const told = planProcesses(parts).filter(({ environment }) => environment.OPSLEDGER_TOKEN !== '');
  expect(told.map(({ name }) => name)).toEqual(['directory']);
});

test('every service of the suite gets a process', () => {
  expect([...SERVICE_NAMES].sort()).toEqual(SERVICES.map(({ definition }) => definition.name).sort());
});
