import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../libs/embedded-postgres/src';

declare global {
  var testPostgres: { server: EmbeddedPostgres; directory: string } | undefined;
}

const PREFIX = 'opsledger-test-';

/** One PostgreSQL for the whole test run, without fsync; its URL reaches the specs by the environment. */
export default async function startPostgres(): Promise<void> {
  if (process.env.OPSLEDGER_TEST_DATABASE_URL) return;
  await removeLeftovers();
  const directory = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  chmodSync(directory, 0o711);
  const server = await startEmbeddedPostgres({
    dataDir: directory,
    settings: { fsync: 'off', full_page_writes: 'off', max_connections: 300, shared_buffers: '64MB' },
  });
  globalThis.testPostgres = { server, directory };
  process.env.OPSLEDGER_TEST_DATABASE_URL = server.url;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => void stopTestPostgres().finally(() => process.exit(130)));
}

/** Ends the server of this run and deletes its files. */
export async function stopTestPostgres(): Promise<void> {
  const running = globalThis.testPostgres;
  if (!running) return;
  globalThis.testPostgres = undefined;
  await running.server.stop();
  rmSync(running.directory, { recursive: true, force: true });
}

/** A run killed with -9 could not clean up after itself; the next one does. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((name) => name.startsWith(PREFIX))) {
    const pid = Number(name.slice(PREFIX.length).split('-')[0]);
    if (isAlive(pid)) continue;
    const directory = join(tmpdir(), name);
    const server = await startEmbeddedPostgres({ dataDir: directory }).catch(() => undefined);
    await server?.stop();
    removeUnlessBusy(directory);
  }
}

/** Two runs that start together find the same leftovers: what one of them still works on, it removes itself. */
function removeUnlessBusy(directory: string): void {
  try {
    rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  } catch (error) {
    process.stderr.write(`${directory} is left for the next run: ${(error as Error).message}\n`);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
