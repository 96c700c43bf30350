import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startEmbeddedPostgres } from '@opsledger/embedded-postgres';
import { eventually, temporaryDirectory } from '@opsledger/testing';
import { LogDatabase } from './under-load/log-database';
import { startSuite, type SuiteProcess } from './suite-process';

const dataDir = temporaryDirectory();
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const start = () => startSuite({ OPSLEDGER_DATA: dataDir });
const body = JSON.stringify({ title: 'Under load', impact: 2, urgency: 2 });
const log = (suite: SuiteProcess) => suite.fetch('/v1/incidents', { method: 'POST', body });
const ready = async (suite: SuiteProcess) => (await suite.fetch('/health/ready')).status;
const serverPid = () => Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);

const childrenOf = (pid: number) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
/** A killed process stays as a zombie where nobody waits for it. */
const isAlive = (pid: number) => existsSync(`/proc/${pid}/exe`);

/** Logs incidents from several clients until told to stop; ids acknowledged, and every other answer. */
function pour(suite: SuiteProcess) {
  const acknowledged: string[] = [];
  const others: number[] = [];
  let pouring = true;
  const client = async () => {
    while (pouring) {
      // No answer at all: the process is gone, or has stopped listening.
      const response = await log(suite).catch(() => undefined);
      if (response?.status === 201) acknowledged.push(((await response.json()) as { id: string }).id);
      else if (response) others.push(response.status);
      else await delay(20);
    }
  };
  const clients = Promise.all(Array.from({ length: 8 }, client));
  const stop = () => {
    pouring = false;
    return clients;
  };
  return { acknowledged, others, stop };
}

async function expectAll(suite: SuiteProcess, ids: readonly string[]) {
  for (const id of ids) expect((await suite.fetch(`/v1/incidents/${id}`)).status).toBe(200);
}

test('killed under load: everything acknowledged is there after the next start, on the server left running', async () => {
  const first = await start();
  const load = pour(first);
  await eventually(() => expect(load.acknowledged.length).toBeGreaterThan(100));
  const server = serverPid();
  await first.end('SIGKILL');
  await load.stop();

  const second = await start();
  expect(serverPid()).toBe(server);
  await expectAll(second, load.acknowledged);
  expect((await log(second)).status).toBe(201);
  await second.end('SIGTERM');
});

test('told to stop under load: whoever was let in is answered, and nothing is left running', async () => {
  const suite = await start();
  const load = pour(suite);
  await eventually(() => expect(load.acknowledged.length).toBeGreaterThan(100));
  const ended = await suite.end('SIGTERM');
  await load.stop();

  expect(ended).toEqual({ code: 0, signal: null });
  expect(load.others.filter((status) => status !== 503)).toEqual([]);
  expect(serverPid).toThrow('ENOENT');
  const again = await start();
  await expectAll(again, load.acknowledged);
  await again.end('SIGTERM');
});

test('its PostgreSQL killed: not ready for a while, then everything goes on, views included', async () => {
  const suite = await start();
  const killed = serverPid();
  const seen: number[] = [];
  process.kill(killed, 'SIGKILL');
  await eventually(
    async () => {
      seen.push(await ready(suite));
      expect(seen.at(-1)).toBe(200);
      expect(serverPid()).not.toBe(killed);
    },
    { timeoutMs: 30_000 },
  );
  expect(seen.every((status) => status === 200 || status === 503)).toBe(true);

  const logged = await eventually(async () => {
    const response = await log(suite);
    expect(response.status).toBe(201);
    return (await response.json()) as { id: string };
  });
  await expectAll(suite, [logged.id]);
  expect((await suite.end('SIGTERM')).code).toBe(0);
});

test('told to stop while its PostgreSQL is frozen: ends in time, says what it left, and nothing is left running', async () => {
  const suite = await start();
  const logged = (await (await log(suite)).json()) as { id: string };
  const servers = [serverPid(), ...childrenOf(serverPid())];
  servers.forEach((pid) => process.kill(pid, 'SIGSTOP'));
  const began = performance.now();
  expect(await suite.end('SIGTERM')).toEqual({ code: 0, signal: null });
  expect(performance.now() - began).toBeLessThan(20_000);
  const left = suite
    .output()
    .split('\n')
    .filter((line) => line.includes('left as they were'));
  expect(left).toEqual([expect.stringContaining('the services')]);
  expect(servers.filter(isAlive)).toEqual([]);

  const again = await start();
  await expectAll(again, [logged.id]);
  await again.end('SIGTERM');
});

test('a backup restored under it: it ends with one line instead of answering from what it remembers, and starts when all fits', async () => {
  const suite = await start();
  const database = new LogDatabase(dataDir);
  const before = await database.head();
  expect((await log(suite)).status).toBe(201);
  await database.cutOff(before);
  expect(await suite.ended).toEqual({ code: 1, signal: null });
  expect(suite.output().split('\n')).toContainEqual(
    expect.stringMatching(/^opsledger: The log does not hold any more .* Start it again/),
  );
  await expect(start()).rejects.toThrow(/^opsledger: The log ends at position \d+, but .* has read it up to /m);

  const server = await startEmbeddedPostgres({ dataDir });
  await database.putReadersBack(before);
  await server.stop();
  const again = await start();
  expect((await log(again)).status).toBe(201);
  await again.end('SIGTERM');
});

test('a second signal ends it at once; the next start takes over what it left', async () => {
  const suite = await start();
  suite.child.kill('SIGTERM');
  const { code } = await suite.end('SIGTERM');
  expect([0, 130, 143]).toContain(code);
  const again = await start();
  expect(await ready(again)).toBe(200);
  await again.end('SIGTERM');
});
