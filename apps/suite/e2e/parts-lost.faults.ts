import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startLocalKafka, type LocalKafka } from '@opsledger/kafka-local';
import { eventually, freePort, temporaryDirectory, unreliableLink } from '@opsledger/testing';
import { environmentOf, startDistributed, type DistributedProcess, type Member } from './distributed-process';
import { startSuite } from './suite-process';
import { expectEqualToRebuild } from './under-load/equal-to-rebuild';
import { Load, type LoadOptions } from './under-load/load';
import { LogDatabase } from './under-load/log-database';
import { expectPublishedInOrder } from './under-load/published';

/** Every part of the distributed suite is lost, one after the other, while people work. */

const LOAD: LoadOptions = { connections: 12, readers: 2 };
const BETWEEN = 40;
const AWAY_MS = 30_000;
const LONG = { timeoutMs: 90_000, intervalMs: 200 };

const directories: string[] = [];
function newDirectory(): string {
  const directory = temporaryDirectory();
  directories.push(directory);
  return directory;
}

let kafka: LocalKafka | undefined;
afterEach(async () => {
  Load.stopAny();
  await kafka?.stop();
  kafka = undefined;
}, 60_000);
afterAll(() => directories.forEach((directory) => rmSync(directory, { recursive: true, force: true })));

interface House {
  readonly suite: DistributedProcess;
  readonly database: LogDatabase;
  readonly brokers: string;
}

/** Every service as a process, on brokers that this test can stop. */
async function startHouse(nodes = 1, ...options: string[]): Promise<House> {
  const dataDir = newDirectory();
  kafka = await startLocalKafka({ dataDir: join(dataDir, 'kafka'), nodes, patienceMs: 150_000 });
  const copies = String(nodes);
  const suite = await startDistributed(
    {
      OPSLEDGER_DATA: dataDir,
      KAFKA_BROKERS: kafka.brokers,
      KAFKA_REPLICATION_FACTOR: copies,
      KAFKA_MIN_INSYNC_REPLICAS: String(Math.ceil(nodes / 2)),
    },
    ...options,
  );
  return { suite, database: new LogDatabase(dataDir), brokers: kafka.brokers };
}

const ready = (suite: Pick<DistributedProcess, 'fetch'>) =>
  eventually(async () => expect((await suite.fetch('/health/ready')).status).toBe(200), LONG);

/** Nothing that was acknowledged is lost, nothing happened twice, views are what the log says, and Kafka says the same. */
async function expectSound({ suite, database, brokers }: House, load: Load): Promise<void> {
  await load.stop();
  await ready(suite);
  await database.expectOnce(load.acknowledged);
  await expectEqualToRebuild(suite, database);
  await expectPublishedInOrder(brokers, database);
}

/** Ends one process; resolves when the supervisor has a working one in its place. */
async function replace({ suite }: House, { service, pid }: Member, signal: NodeJS.Signals): Promise<void> {
  const count = suite.members(service).length;
  process.kill(pid, signal);
  await eventually(() => {
    const now = suite.members(service).map((member) => member.pid);
    expect(now).toHaveLength(count);
    expect(now).not.toContain(pid);
  }, LONG);
  await eventually(async () => expect((await healthOf(suite, service)).every(Boolean)).toBe(true), LONG);
}

/** Whether each process of a service says that it may be sent work. */
const healthOf = (suite: DistributedProcess, service: string): Promise<boolean[]> =>
  Promise.all(
    suite.members(service).map(async ({ pid }) => {
      const response = await fetch(`http://127.0.0.1:${environmentOf(pid).PORT}/health/ready`).catch(() => undefined);
      return response?.ok === true;
    }),
  );

test('kill -9 of each service, of the relay and of the gateway', async () => {
  const house = await startHouse();
  const load = new Load(() => house.suite, 'service killed', LOAD);
  for (const member of house.suite.members()) {
    await load.goesOn(BETWEEN);
    await replace(house, member, 'SIGKILL');
  }
  await load.goesOn(BETWEEN);
  await expectSound(house, load);
}, 600_000);

test('the broker away for 30 s, killed and started again on its data, then PostgreSQL killed', async () => {
  const house = await startHouse();
  const load = new Load(() => house.suite, 'engines lost', LOAD);
  await load.goesOn(BETWEEN);
  await kafka!.halt();
  // People go on working all the while.
  const back = performance.now() + AWAY_MS;
  while (performance.now() < back) await load.goesOn(BETWEEN);
  await kafka!.restart();
  await load.goesOn(BETWEEN);
  await kafka!.kill();
  await load.goesOn(BETWEEN);
  await kafka!.restart();
  await load.goesOn(BETWEEN);

  const killed = house.database.pid;
  process.kill(killed, 'SIGKILL');
  await eventually(() => expect(house.database.pid).not.toBe(killed), LONG);
  await load.goesOn(BETWEEN);
  await expectSound(house, load);
}, 600_000);

test('a rolling restart of all services: no read fails, and commands are refused only with "try again"', async () => {
  const names = 'directory incident problem change cmdb knowledge sla timeline reporting'.split(' ');
  const house = await startHouse(1, '--replicas', names.map((name) => `${name}=2`).join(','));
  const load = new Load(() => house.suite, 'rolling restart', LOAD);
  await load.goesOn(BETWEEN);
  const services = house.suite.members().filter(({ service }) => service !== 'gateway');
  expect(services).toHaveLength(2 * names.length + 1);
  for (const member of services) {
    await replace(house, member, 'SIGTERM');
    await load.goesOn(BETWEEN / 4);
  }
  expect(load.failedReads).toEqual([]);
  expect(load.reads).toBeGreaterThan(100);
  await expectSound(house, load);
}, 600_000);

test('three brokers, one lost for good', async () => {
  const house = await startHouse(3);
  const load = new Load(() => house.suite, 'broker lost', LOAD);
  await load.goesOn(BETWEEN);
  await kafka!.kill(2);
  await load.goesOn(3 * BETWEEN);
  await expectSound(house, load);
}, 600_000);

test('the network between a gateway and a service refuses, delays, and swallows everything', async () => {
  const house = await startHouse();
  const [gateway] = house.suite.members('gateway');
  const { OPSLEDGER_SERVICES: addresses = '', ...environment } = environmentOf(gateway!.pid);
  const port = Number(/incident=127\.0\.0\.1:(\d+)/.exec(addresses)![1]);
  const link = await unreliableLink({ port });
  try {
    const main = join(__dirname, '..', '..', 'gateway', 'dist', 'main.js');
    const far = await startSuite(
      {
        ...environment,
        PORT: String(await freePort()),
        RPC_TIMEOUT: '2000',
        OPSLEDGER_SERVICES: addresses.replace(`incident=127.0.0.1:${port}`, `incident=127.0.0.1:${link.port}`),
      },
      { main, options: [], announces: false },
    );
    const incidents = async () => (await far.fetch('/v1/incidents?limit=1')).status;
    const load = new Load(() => far, 'network cut', { connections: 6, readers: 0 });
    for (const spoil of ['refused', 'black-holed'] as const) {
      await load.goesOn(BETWEEN);
      await link.become(spoil);
      await eventually(async () => {
        const response = await far.fetch('/v1/incidents?limit=1');
        expect(response.status).toBe(503);
        expect(await response.json()).toMatchObject({ service: 'incident' });
      }, LONG);
      // What does not need the lost service goes on as if nothing had happened.
      expect((await far.fetch('/v1/problems?limit=1')).status).toBe(200);
      await link.become('up');
      await eventually(async () => expect(await incidents()).toBe(200), LONG);
    }
    link.delayBy(300);
    expect(await incidents()).toBe(200);
    await load.goesOn(BETWEEN / 4);
    link.delayBy(0);
    await expectSound(house, load);
  } finally {
    await link.close();
  }
}, 600_000);
