import { readGatewayEnvironment, readHostEnvironment, rpcSecrets } from './environment';
import { helpOn } from './run-process';
import { hostEnvironmentSchema } from './environment';

const DATABASE_URL = 'postgres://localhost/ops';

test('a service needs a database and nothing else', () => {
  const { addresses, ...environment } = readHostEnvironment({ DATABASE_URL, RPC_HOST: '::1' });
  expect(environment).toMatchObject({ PORT: 8080, RPC_PORT: 4000, RPC_HOST: '::1', RPC_TIMEOUT: 35_000 });
  expect(addresses.size).toBe(0);
});

test.each(['0.0.0.0', '::', '10.0.0.7', 'incident.internal'])('at %s a service needs a secret', (RPC_HOST) => {
  const read = (RPC_SECRET?: string) => () => readHostEnvironment({ DATABASE_URL, RPC_HOST, RPC_SECRET });
  expect(read()).toThrow(/RPC_SECRET is required/);
  expect(read('')).toThrow(/RPC_SECRET is required/);
  expect(rpcSecrets(read('a-secret-of-some-length')())).toEqual(['a-secret-of-some-length']);
});

test.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('at %s it needs none', (RPC_HOST) => {
  expect(rpcSecrets(readHostEnvironment({ DATABASE_URL, RPC_HOST }))).toEqual([]);
});

test('a secret may stand beside the one that it replaces, and is never told', () => {
  const read = (RPC_SECRET: string) => () => readHostEnvironment({ DATABASE_URL, RPC_HOST: '::', RPC_SECRET });
  expect(rpcSecrets(read('the-new-secret-here,the-old-secret-here')())).toHaveLength(2);
  for (const wrong of ['short', 'the-new-secret-here,', 'the-new-secret-here,short', 'with a blank in the middle']) {
    expect(read(wrong)).toThrow(/RPC_SECRET must match/);
    expect(read(wrong)).not.toThrow(new RegExp(wrong));
  }
});

test('everything that is wrong is told at once, addresses included', () => {
  const read = () => readHostEnvironment({ RPC_PORT: 'x', OPSLEDGER_SERVICES: 'incident' });
  expect(read).toThrow(/^ {2}- DATABASE_URL is required/m);
  expect(read).toThrow(/^ {2}- RPC_PORT must be integer/m);
  expect(read).toThrow(/^ {2}- OPSLEDGER_SERVICES must say where services are: incident needs addresses/m);
});

test('a name that is no service is refused with the one that is meant, or with all there are', () => {
  const read = (OPSLEDGER_SERVICES: string) => () =>
    readHostEnvironment({ DATABASE_URL, RPC_HOST: '::1', OPSLEDGER_SERVICES });
  expect(read('directory=a:1;incidnet=a:2')).toThrow(
    /^ {2}- OPSLEDGER_SERVICES names incidnet, which is no service: did you mean incident\?$/m,
  );
  expect(read('nobody-at-all=a:1')).toThrow(/is no service: there are directory, incident, problem, /);
  expect(read('directory=a:1;incident=a:2')().addresses.size).toBe(2);
});

test('a gateway must know where every service is', () => {
  const read = (services: string) => () =>
    readGatewayEnvironment({ DATABASE_URL, OPSLEDGER_SERVICES: services }, ['incident', 'sla']);
  expect(read('incident=a:1')).toThrow(/OPSLEDGER_SERVICES must say where sla run/);
  expect(read('incident=a:1;sla=a:2')().addresses.size).toBe(2);
  expect(read('')).toThrow(/OPSLEDGER_SERVICES is required/);
});

test('help has a line for every variable', () => {
  const text = helpOn({ about: 'A service.', schema: hostEnvironmentSchema });
  for (const name of Object.keys(hostEnvironmentSchema.properties))
    expect(text).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
  expect(text).toMatch(/DATABASE_URL .*\(required\)/);
  expect(text).toMatch(/RPC_PORT .*\[4000\]/);
});
