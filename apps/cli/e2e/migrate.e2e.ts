import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { NO_STREAM, PostgresEventStore } from '@opsledger/event-store';
import { eventually, testDatabase, type TestDatabase } from '@opsledger/testing';

const root = join(__dirname, '../../..');
const RECORDS = 6_000;

const fact = () => ({
  id: randomUUID(),
  type: 'SomethingHappened',
  data: { text: 'x'.repeat(200) },
  occurredAt: '2026-03-01T00:00:00.000Z',
  metadata: { actor: { id: 'p', name: 'Ada', kind: 'person' as const }, correlationId: 'c' },
});

async function fill({ url }: TestDatabase): Promise<void> {
  const store = await PostgresEventStore.open({ url });
  for (let done = 0; done < RECORDS; done += 500)
    await Promise.all(
      Array.from({ length: 500 }, () => store.append(`incident-${randomUUID()}`, NO_STREAM, [fact(), fact()])),
    );
  await store.close();
}

async function eventsIn({ pool }: TestDatabase): Promise<number> {
  const { rows } = await pool.query<{ log: string | null }>(`select to_regclass('opsledger.events')::text as log`);
  if (!rows[0]?.log) return 0;
  return (await pool.query<{ count: number }>('select count(*)::integer as count from opsledger.events')).rows[0]!
    .count;
}

const digestOf = async ({ pool }: TestDatabase): Promise<string> =>
  (
    await pool.query<{ digest: string }>(
      `select md5(string_agg(position || stream_id || revision || id || data::text || recorded_at || encode(hash, 'hex'), '|'
         order by position)) as digest from opsledger.events`,
    )
  ).rows[0]!.digest;

test('a copy killed again and again is gone on with, and ends as the same log', async () => {
  const [here, there] = await Promise.all([testDatabase(), testDatabase()]);
  await fill(here);
  const args = ['apps/cli/bin/opsledger.mjs', 'migrate', '--from', here.url, '--to', there.url];
  for (const killAfter of [1, 3_000, 7_000]) {
    const copying = spawn(process.execPath, args, { cwd: root, stdio: 'ignore' });
    const ended = once(copying, 'exit');
    await eventually(async () => expect(await eventsIn(there)).toBeGreaterThanOrEqual(killAfter), { intervalMs: 5 });
    copying.kill('SIGKILL');
    await ended;
  }
  const before = await eventsIn(there);
  expect(before).toBeLessThan(2 * RECORDS);
  const { code, out } = await new Promise<{ code: number | null; out: string }>((resolve) => {
    const child = execFile(process.execPath, args, { cwd: root }, (_error, out) =>
      resolve({ code: child.exitCode, out }),
    );
  });
  expect(out).toContain(`${before} events were in the target already, ${2 * RECORDS - before} were copied.`);
  expect(out).toContain(`${2 * RECORDS} events of ${RECORDS} records are the same on both sides`);
  expect(code).toBe(0);
  expect(await digestOf(there)).toBe(await digestOf(here));
  await Promise.all([here.close(), there.close()]);
});
