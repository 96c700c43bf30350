import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@opsledger/testing';
import { expectEqualToRebuild, expectOnce } from './final-state';
import { Load } from './load';
import { startSuite, temporaryDirectory } from './suite-process';

const KILLS = 10;
const BETWEEN_KILLS = 60;

const dataDir = temporaryDirectory();
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const serverPid = () => Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);

test(`the process killed ${KILLS} times under load: each acknowledged command once, views equal a rebuild`, async () => {
  let suite = await startSuite({ OPSLEDGER_DATA: dataDir });
  const load = new Load(() => suite);
  for (let kill = 0; kill < KILLS; kill++) {
    const enough = load.acknowledged.size + BETWEEN_KILLS;
    await eventually(() => expect([load.unexpected, load.acknowledged.size > enough]).toEqual([[], true]), {
      timeoutMs: 60_000,
    });
    await suite.end('SIGKILL');
    suite = await startSuite({ OPSLEDGER_DATA: dataDir });
  }
  await load.stop();
  expect(load.unexpected).toEqual([]);
  await expectOnce(dataDir, load.acknowledged);
  await expectEqualToRebuild(dataDir, suite);
  await suite.end('SIGTERM');
}, 300_000);

test(`PostgreSQL killed ${KILLS} times under load: each acknowledged command once, views equal a rebuild`, async () => {
  const suite = await startSuite({ OPSLEDGER_DATA: dataDir });
  const load = new Load(() => suite);
  for (let kill = 0; kill < KILLS; kill++) {
    const enough = load.acknowledged.size + BETWEEN_KILLS;
    await eventually(() => expect([load.unexpected, load.acknowledged.size > enough]).toEqual([[], true]), {
      timeoutMs: 60_000,
    });
    expect(load.unexpected).toEqual([]);
    const killed = serverPid();
    process.kill(killed, 'SIGKILL');
    await eventually(() => expect(serverPid()).not.toBe(killed), { timeoutMs: 60_000 });
  }
  await load.stop();
  expect(load.unexpected).toEqual([]);
  await eventually(async () => expect((await suite.fetch('/health/ready')).status).toBe(200), { timeoutMs: 60_000 });
  await expectOnce(dataDir, load.acknowledged);
  await expectEqualToRebuild(dataDir, suite);
  await suite.end('SIGTERM');
}, 600_000);
