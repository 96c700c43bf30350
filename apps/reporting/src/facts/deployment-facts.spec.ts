import type { StatedFact } from '@opsledger/service-testing';
import { sql } from 'kysely';
import { deployment, runningDeliveries, type RunningDeliveries } from '../fixtures/deployments.fixture';

let reporting: RunningDeliveries;
beforeAll(async () => (reporting = await runningDeliveries()));
afterAll(() => reporting.stop());

const at = (time: string) => `2026-05-04T${time}:00.000Z`;
const { reported, learned, finished, rolledBack, linked, unlinked, corrected } = deployment('d');

let deployments = 0;
async function factOf(...facts: readonly StatedFact[]): Promise<object> {
  const id = `d-${(deployments += 1)}`;
  await reporting.state('deployment', id, ...facts);
  await reporting.query('ReportDora');
  const { rows } = await sql<object>`select * from reporting.deployment_facts where id = ${id}`.execute(
    reporting.database.kysely,
  );
  return rows[0]!;
}

test('a deployment that was reported is running', async () => {
  expect(await factOf(reported({ commit: 'c0ffee', committedAt: at('08:00') }))).toMatchObject({
    source: 'pipeline',
    external_id: 'd',
    service_id: 's-Web shop',
    service: 'Web shop',
    environment: 'production',
    state: 'running',
    commit: 'c0ffee',
    committed_at: at('08:00'),
    outcome: null,
    finished_at: null,
    rolled_back_at: null,
    unplanned_fix: null,
    change_ids: [],
    release_id: null,
  });
});

test('what is learned later is added; null tells nothing', async () => {
  const fact = await factOf(reported({ commit: 'c0ffee' }), learned({ startedAt: at('08:00'), unplannedFix: false }));
  expect(fact).toMatchObject({ commit: 'c0ffee', started_at: at('08:00'), unplanned_fix: false });
});

test('a rollback stands beside the outcome, whichever was told first', async () => {
  const [succeeded, back] = [finished('succeeded', at('09:00')), rolledBack(at('10:00'))];
  const both = { state: 'rolled_back', outcome: 'succeeded', finished_at: at('09:00'), rolled_back_at: at('10:00') };
  expect(await factOf(reported(), succeeded, back)).toMatchObject(both);
  expect(await factOf(reported(), back, succeeded)).toMatchObject(both);
  expect(await factOf(reported(), back)).toMatchObject({ state: 'rolled_back', outcome: null, finished_at: null });
});

test('changes are in one order, whichever was linked first; what is unlinked is gone', async () => {
  const [one, other] = ['c-1', 'c-2'].map((id) => ({ kind: 'change', target: { id, name: id } }) as const);
  const release = { kind: 'release', target: { id: 'r-1', name: 'REL0000001' } } as const;
  expect(await factOf(reported(), linked(other!), linked(release), linked(one!))).toMatchObject({
    change_ids: ['c-1', 'c-2'],
    release_id: 'r-1',
    release: 'REL0000001',
  });
  const [gone, out] = [unlinked(one!), unlinked(release)];
  expect(await factOf(reported(), linked(one!), linked(release), gone, out)).toMatchObject({
    change_ids: [],
    release_id: null,
    release: null,
  });
});

test('what a person put right stands', async () => {
  const same = (value: string | null) => ({ before: value, after: value });
  const correction = corrected({
    reason: 'The health check was wrong.',
    commit: same('c0ffee'),
    label: same(null),
    committedAt: { before: at('07:00'), after: null },
    startedAt: same(null),
    unplannedFix: { before: null, after: true },
    finish: { before: { outcome: 'failed', at: at('09:00') }, after: { outcome: 'succeeded', at: at('09:30') } },
    rolledBackAt: { before: at('10:00'), after: null },
  });
  const before = [reported({ commit: 'c0ffee', committedAt: at('07:00') }), finished('failed', at('09:00'))];
  expect(await factOf(...before, rolledBack(at('10:00')), correction)).toMatchObject({
    state: 'succeeded',
    commit: 'c0ffee',
    committed_at: null,
    unplanned_fix: true,
    outcome: 'succeeded',
    finished_at: at('09:30'),
    rolled_back_at: null,
  });
});

test('analysts may read the facts, and find every column explained', async () => {
  const client = await reporting.database.pool.connect();
  try {
    await client.query('set role analyst');
    await expect(client.query('select * from reporting.deployment_facts')).resolves.toBeDefined();
    await expect(client.query('delete from reporting.deployment_facts')).rejects.toMatchObject({ code: '42501' });
  } finally {
    await client.query('reset role');
    client.release();
  }
  const { rows } = await reporting.database.pool.query(`
    select attname from pg_attribute
    where attrelid = 'reporting.deployment_facts'::regclass and attnum > 0
      and col_description(attrelid, attnum) is null`);
  expect(rows).toEqual([]);
});
