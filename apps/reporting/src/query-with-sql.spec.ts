import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { aRunningReporting, type RunningReporting } from './fixtures/running-reporting.fixture';

const page = readFileSync(join(__dirname, '../../../docs/how-to/query-with-sql.md'), 'utf8');
const queries = [...page.matchAll(/```sql\n(select[\s\S]*?)```/g)].map((match) => match[1]!);

let reporting: RunningReporting;
beforeAll(async () => (reporting = await aRunningReporting()));
afterAll(() => reporting.stop());

test.each(queries)('an example for analysts works: %s', async (query) => {
  const answer = reporting.database.kysely.connection().execute(async (connection) => {
    await sql`set role analyst`.execute(connection);
    try {
      return await sql.raw(query).execute(connection);
    } finally {
      await sql`reset role`.execute(connection);
    }
  });
  await expect(answer).resolves.toMatchObject({ rows: [] });
});

test('there are examples', () => expect(queries.length).toBeGreaterThanOrEqual(2));
