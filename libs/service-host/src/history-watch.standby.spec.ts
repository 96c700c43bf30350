import { startEmbeddedPostgres } from '@opsledger/embedded-postgres';
import { NO_STREAM, PostgresEventStore } from '@opsledger/event-store';
import { eventually, temporaryDirectory } from '@opsledger/testing';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chownSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { HistoryWatch } from './history-watch';

jest.setTimeout(60_000);

/** `fsync`: the specs' data may be lost. */
const settings = { fsync: 'off', shared_buffers: '32MB' };

async function happen(url: string, count: number): Promise<void> {
  const log = await PostgresEventStore.open({ url });
  const actor = { id: 'anna', name: 'Anna', kind: 'person' } as const;
  const metadata = { actor, correlationId: 'c' };
  for (let one = 0; one < count; one++)
    await log.append(`note-${randomUUID()}`, NO_STREAM, [
      { id: randomUUID(), type: 'NoteTaken', data: {}, occurredAt: '2026-03-01T09:00:00.000Z', metadata },
    ]);
  await log.close();
}

async function ask(url: string, sql: string): Promise<Record<string, string>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows[0];
  } finally {
    await client.end();
  }
}

/** A server that has all that the one before it wrote, and replays none of it until it is told to take over. */
function startStandby(directory: string, { bin, port }: { bin: string; port: string }): ChildProcess {
  const { uid, gid } = statSync(directory);
  const signal = join(directory, 'standby.signal');
  writeFileSync(signal, '');
  chownSync(signal, uid, gid);
  const of = {
    ...settings,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    recovery_min_apply_delay: '1h',
  };
  const set = Object.entries(of).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return spawn(join(bin, 'postgres'), ['-D', directory, '-p', port, ...set], {
    uid,
    gid,
    cwd: directory,
    stdio: 'ignore',
  });
}

test('a standby that takes over and has not replayed all it has holds the same log, however long that takes', async () => {
  const dataDir = temporaryDirectory();
  const first = await startEmbeddedPostgres({ dataDir, settings });
  const { url } = first;
  const { bin } = await ask(url, `select setting as bin from pg_config() where name = 'BINDIR'`);
  await happen(url, 3);
  await first.stop();
  const [primary, standby] = [join(dataDir, 'postgres'), join(dataDir, 'standby')];
  execFileSync('cp', ['-a', primary, standby]);

  const again = await startEmbeddedPostgres({ dataDir, settings });
  await happen(url, 2);
  const store = await PostgresEventStore.open({ url });
  const told: string[] = [];
  const watch = new HistoryWatch(store, ({ message }) => told.push(message), 20);
  watch.start();
  const head = jest.spyOn(store, 'head');
  /** So many looks were begun since, unless one has told what it saw. */
  const looked = async (times: number): Promise<void> => {
    head.mockClear();
    await eventually(() => expect(head.mock.calls.length > times || told.length > 0).toBe(true));
  };
  await looked(2);
  await again.stop();
  execFileSync('cp', ['-a', join(primary, 'pg_wal'), standby]);

  const other = startStandby(standby, { bin: bin!, port: new URL(url).port });
  try {
    await eventually(async () => expect(await store.head()).toBe('0000000000000003'));
    await looked(10);
    expect(told).toEqual([]);
    await ask(url, 'select pg_promote()');
    expect(await store.head()).toBe('0000000000000005');
    await looked(10);
    expect(told).toEqual([]);
  } finally {
    await watch.stop();
    await store.close();
    other.kill('SIGINT');
    await new Promise((resolve) => other.once('exit', resolve));
  }
});
