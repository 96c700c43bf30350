import { externalId, type SourceRow } from '@opsledger/contracts';
import { sql } from 'kysely';
import { runningCmdb, type RunningCmdb } from '../cmdb.fixture';
import { reconciledItemId } from '../reconciliation/plan';

let cmdb: RunningCmdb;
beforeAll(async () => (cmdb = await runningCmdb()));
afterAll(() => cmdb.stop());

let counter = 0;
const unique = (name: string) => `${name}${(counter += 1)}`;
const row = (more: Partial<SourceRow> = {}): SourceRow => {
  const name = unique('vm-');
  return { source: 'vcenter', externalId: name, class: 'virtual_machine', name: `name of ${name}`, ...more };
};
const submit = (...rows: SourceRow[]) => cmdb.command('SubmitReconciliation', undefined, { rows });
const register = (more: object = {}) =>
  cmdb.command('RegisterConfigurationItem', undefined, { name: unique('own '), class: 'virtual_machine', ...more });
const bring = (name: string) =>
  cmdb.command('ImportConfigurationItemStub', externalId('servicenow', 'configuration_item', name), {
    source: 'servicenow',
    number: name,
    batch: 'b-1',
    row: 1,
    at: '2016-02-29T01:16:00Z',
  });

/** How often records with these ids are read from the log meanwhile. */
async function readsOf(ids: readonly string[], work: () => Promise<unknown>): Promise<number> {
  const reads = jest.spyOn(cmdb.store, 'readStream');
  await work();
  const count = reads.mock.calls.filter(([stream]) => ids.some((id) => stream.endsWith(id))).length;
  reads.mockRestore();
  return count;
}

/** Nothing is ordered of items meanwhile: what was planned stays under way. */
const withoutOrders = (work: () => Promise<void>) =>
  cmdb.database.kysely.transaction().execute(async (held) => {
    await sql`lock table opsledger.timers in share mode`.execute(held);
    await work();
  });

/** Rows that somebody decided about, one item each. */
async function resolvedRows(count: number) {
  const rows: SourceRow[] = [];
  for (let made = 0; made < count; made += 1) {
    const serial = unique('TWICE');
    await register({ serial });
    await register({ serial });
    rows.push(row({ serial }));
  }
  const batch = await submit(...rows);
  await cmdb.settle();
  const { items: open } = await cmdb.query('ListQuarantinedRows', { state: 'open' });
  for (const { id } of open) await cmdb.command('ResolveQuarantinedRow', id, {});
  return { rows, batch, items: rows.map(reconciledItemId) };
}

test('what was resolved a while ago is not read again by what means other items', async () => {
  const { batch, items } = await resolvedRows(3);
  await cmdb.settle();
  const reads = await readsOf([batch.id, ...items], async () => {
    await submit(row(), row({ serial: unique('SN') }));
    await register({ identities: [{ source: 'vcenter', id: unique('vm-') }] });
    await bring(unique('ci '));
  });
  expect(reads).toBe(0);
});

test('a batch is read once, however many of its resolved rows are asked for', async () => {
  const { rows, batch, items } = await resolvedRows(3);
  await cmdb.settle();
  expect(await readsOf([batch.id], () => submit(...rows))).toBe(1);
  expect((await cmdb.query('ListConfigurationItems', { source: 'vcenter', limit: 200 })).items).toEqual(
    expect.arrayContaining(items.map((id) => expect.objectContaining({ id }))),
  );
});

test('batches under way that mean different items do not read one another', () =>
  withoutOrders(async () => {
    const ids: string[] = [];
    const reads: number[] = [];
    for (let made = 0; made < 5; made += 1)
      reads.push(await readsOf(ids, async () => ids.push((await submit(row(), row())).id)));
    expect(reads).toEqual([0, 0, 0, 0, 0]);
    expect(await readsOf(ids, () => bring(unique('ci ')))).toBe(0);
  }));

test('a batch under way is read by one that means its item, by whatever that is found', () =>
  withoutOrders(async () => {
    const said = row({ serial: unique('SN') });
    const planned = await submit(said);
    const planOf = async (one: SourceRow) => {
      const { id } = await submit(one);
      return (await cmdb.query('GetReconciliation', { id })).rows[0];
    };
    const itemId = reconciledItemId(said);
    expect(await planOf({ ...said, location: 'Kiel' })).toMatchObject({ action: 'update', itemId });
    expect(await planOf(row({ source: 'agent', name: said.name }))).toMatchObject({ itemId, by: 'name' });
    expect(await planOf(row({ source: 'scan', serial: said.serial }))).toMatchObject({ itemId, by: 'serial' });
    expect(await readsOf([planned.id], () => submit(said))).toBe(1);
  }));

test('what a batch under way says of an item that is known by other words is known of it', async () => {
  const serial = unique('SN');
  const { id, number } = await register({ serial });
  await cmdb.settle();
  await withoutOrders(async () => {
    // Gives the item a name in the source; the next finds it by its serial number alone, and is another to the source.
    const first = row({ serial });
    await submit(first);
    const batch = await submit(row({ serial }));
    const { rows } = await cmdb.query('GetReconciliation', { id: batch.id });
    expect(rows).toMatchObject([{ action: 'quarantine', candidates: [{ id, number }] }]);
  });
});
