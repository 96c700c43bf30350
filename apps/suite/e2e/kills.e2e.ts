import { rmSync } from 'node:fs';
import { eventually, temporaryDirectory } from '@opsledger/testing';
import { startSuite } from './suite-process';
import { expectEqualToRebuild } from './under-load/equal-to-rebuild';
import { Load } from './under-load/load';
import { LogDatabase } from './under-load/log-database';

const KILLS = 10;
const BETWEEN_KILLS = 60;

const dataDir = temporaryDirectory();
const database = new LogDatabase(dataDir);
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
afterEach(() => Load.stopAny());

test(`the process killed ${KILLS} times under load: each acknowledged command once, views equal a rebuild`, async () => {
  let suite = await startSuite({ OPSLEDGER_DATA: dataDir });
  const load = new Load(() => suite, 'suite killed');
  for (let kill = 0; kill < KILLS; kill++) {
    await load.goesOn(BETWEEN_KILLS);
    await suite.end('SIGKILL');
    suite = await startSuite({ OPSLEDGER_DATA: dataDir });
  }
  await load.stop();
  await database.expectOnce(load.acknowledged);
  await expectEqualToRebuild(suite, database);
  await suite.end('SIGTERM');
}, 300_000);

test(`PostgreSQL killed ${KILLS} times under load: each acknowledged command once, views equal a rebuild`, async () => {
  const suite = await startSuite({ OPSLEDGER_DATA: dataDir });
  const load = new Load(() => suite, 'database killed');
  for (let kill = 0; kill < KILLS; kill++) {
    await load.goesOn(BETWEEN_KILLS);
    const killed = database.pid;
    process.kill(killed, 'SIGKILL');
    await eventually(() => expect(database.pid).not.toBe(killed), { timeoutMs: 60_000 });
  }
  await load.stop();
  await eventually(async () => expect((await suite.fetch('/health/ready')).status).toBe(200), { timeoutMs: 60_000 });
  await database.expectOnce(load.acknowledged);
  await expectEqualToRebuild(suite, database);
  await suite.end('SIGTERM');
}, 600_000);
