import { testDatabase, type TestDatabase } from '@opsledger/testing';
import { Pool } from 'pg';
import { migrateEventSourcing } from '../../postgres/migrate';
import { claimDue, deleteAnswered } from './timers';

const NOW = new Date('2026-03-02T09:00:00.000Z');
let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await testDatabase();
  pool = new Pool({ connectionString: database.url, lock_timeout: 2_000 });
  await migrateEventSourcing(pool);
});
afterAll(async () => {
  await pool.end();
  await database.close();
});

test('what is being replaced while it is answered is waited for by nobody, and stays', async () => {
  await pool.query(`
    insert into opsledger.timers (process, key, due, ready_at, request_id, command, cause_id, correlation_id)
    select 'remind', key, now, now, gen_random_uuid(), '{}', gen_random_uuid(), 'c'
    from unnest(array['a', 'b', 'c']) as key, (values (timestamptz '2026-03-02T08:00:00Z')) as due (now)`);
  const claimed = await claimDue(pool, 'remind', { now: NOW, until: new Date('2026-03-02T10:00:00.000Z'), limit: 10 });
  const replacing = await pool.connect();
  try {
    await replacing.query('begin');
    await replacing.query(`update opsledger.timers set request_id = gen_random_uuid() where key = 'b'`);
    await deleteAnswered(pool, 'remind', claimed);
    await replacing.query('commit');
  } finally {
    replacing.release(true);
  }
  const { rows } = await pool.query<{ key: string }>('select key from opsledger.timers');
  expect(rows).toEqual([{ key: 'b' }]);
});
