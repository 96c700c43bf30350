import { rmSync } from 'node:fs';
import { eventually } from '@opsledger/testing';
import { startDistributed } from './distributed-process';
import { expectEqualToRebuild, expectOnce } from './final-state';
import { Load } from './load';
import { temporaryDirectory } from './suite-process';

const BETWEEN_KILLS = 30;
const LONG = { timeoutMs: 120_000 };

const dataDir = temporaryDirectory();
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

test('each process killed under load, one after the other: each acknowledged command once, views equal a rebuild', async () => {
  const suite = await startDistributed({ OPSLEDGER_DATA: dataDir }, '--no-kafka', '--replicas', 'incident=2');
  const load = new Load(() => suite, 8);
  const services = [...new Set(suite.members().map(({ service }) => service))];
  expect(services).toHaveLength(10);
  for (const service of services) {
    const enough = load.acknowledged.size + BETWEEN_KILLS;
    await eventually(() => expect([load.unexpected, load.acknowledged.size > enough]).toEqual([[], true]), LONG);
    const [killed] = suite.kill(service, 1);
    await eventually(() => {
      const pids = suite.members(service).map(({ pid }) => pid);
      expect(pids.length).toBeGreaterThan(0);
      expect(pids).not.toContain(killed);
    }, LONG);
  }
  const enough = load.acknowledged.size + BETWEEN_KILLS;
  await eventually(() => expect(load.acknowledged.size).toBeGreaterThan(enough), LONG);
  await load.stop();
  expect(load.unexpected).toEqual([]);
  await eventually(async () => expect((await suite.fetch('/v1/projections')).status).toBe(200), LONG);
  await expectOnce(dataDir, load.acknowledged);
  await expectEqualToRebuild(dataDir, suite);
  expect(await suite.end('SIGTERM')).toEqual({ code: 0, signal: null });
}, 600_000);
