import { sql } from 'kysely';
import { ADA, MAX, runningChanges, type RunningChanges } from './change.fixture';

let changes: RunningChanges;
beforeAll(async () => (changes = await runningChanges()));
afterAll(() => changes.stop());

const declare = (from: string, to: string) =>
  changes.command('DeclareFreezeWindow', undefined, { name: 'Books', from, to, reason: 'Books.' }, MAX);
const LAST_YEAR = { from: '2025-01-01T20:00:00.000Z', to: '2025-01-01T22:00:00.000Z' };

/** As many as have gathered after years; each by a command would be looked at by itself. */
const gather = (freezes: number) => sql`
  insert into change.change_windows
  select '0000-' || serial, number, state, kind, name, created_at, view
  from change.change_windows, generate_series(1, ${freezes}) serial`;

test('a freeze counts however many have ended before it', async () => {
  await declare(LAST_YEAR.from, LAST_YEAR.to);
  await changes.settle();
  await gather(2_500).execute(changes.database.kysely);
  const times = { plannedStart: '2027-01-01T20:00:00.000Z', plannedEnd: '2027-01-01T22:00:00.000Z' };
  const window = await declare(times.plannedStart, times.plannedEnd);
  const draft = { type: 'normal', title: 'New database', ...times };
  const { id } = await changes.command('DraftChange', undefined, draft);
  await changes.settle();
  const { collisionList } = await changes.query('GetChange', { id }, ADA);
  expect(collisionList).toMatchObject([{ kind: 'freeze', with: { id: window.id } }]);
  const now = await changes.query('GetChangeCalendar', { from: times.plannedStart, to: times.plannedEnd });
  expect(now.entries.map((it: { id: string }) => it.id).sort()).toEqual([id, window.id].sort());
  expect(now.truncated).toBe(false);
  expect(await changes.query('GetChangeCalendar', LAST_YEAR)).toMatchObject({ truncated: true });
});
