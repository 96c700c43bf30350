import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const script = join(__dirname, '..', '..', '..', 'tools', 'kafka.mjs');

/** `npm run kafka` until it has told its brokers. */
async function started(directory: string) {
  const child = spawn(process.execPath, [script, '--port', '0', '--data', directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  for await (const piece of child.stdout) if (/KAFKA_BROKERS=127/.test((told += String(piece)))) break;
  const broker = Number(readFileSync(join(directory, 'node-1', 'kafka.pid'), 'utf8'));
  return { child, broker, exited: new Promise<number | null>((resolve) => child.once('exit', resolve)) };
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await delay(50);
}

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'opsledger-kafka-e2e-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

it('ends the broker in order at Ctrl-C', async () => {
  const { child, broker, exited } = await started(directory);
  child.kill('SIGINT');
  expect(await exited).toBe(0);
  expect(isAlive(broker)).toBe(false);
});

it('leaves no broker behind when it is killed', async () => {
  const { child, broker } = await started(directory);
  expect(isAlive(broker)).toBe(true);
  child.kill('SIGKILL');
  await gone(broker);
});

it('takes its data over from a broker that was left behind all the same', async () => {
  const { child, broker } = await started(directory);
  process.kill(broker, 'SIGSTOP');
  child.kill('SIGKILL');
  const next = await started(directory);
  expect(next.broker).not.toBe(broker);
  await gone(broker);
  next.child.kill('SIGINT');
  expect(await next.exited).toBe(0);
});
