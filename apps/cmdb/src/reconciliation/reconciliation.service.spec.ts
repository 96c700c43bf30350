import { randomUUID } from 'node:crypto';
import { externalId, type ReconciliationView, type SourceRow } from '@opsledger/contracts';
import { Leadership } from '@opsledger/event-sourcing';
import { eventually } from '@opsledger/testing';
import { sql } from 'kysely';
import { CONNIE, runningCmdb, type RunningCmdb } from '../cmdb.fixture';
import { reservations } from '../lookups/reservations';
import { reconciledItemId } from './plan';

let cmdb: RunningCmdb;
beforeAll(async () => (cmdb = await runningCmdb()));
afterAll(() => cmdb.stop());

let counter = 0;
const unique = (name: string) => `${name}${(counter += 1)}`;
const row = (more: Partial<SourceRow> = {}): SourceRow => {
  const externalId = unique('vm-');
  return { source: 'vcenter', externalId, class: 'virtual_machine', name: `name of ${externalId}`, ...more };
};
async function reconcile(rows: SourceRow[], more: object = {}): Promise<ReconciliationView> {
  const { id } = await cmdb.command('SubmitReconciliation', undefined, { rows, ...more });
  await cmdb.settle();
  return cmdb.query('GetReconciliation', { id });
}
const items = async (params: object) => (await cmdb.query('ListConfigurationItems', params)).items;
const actions = ({ rows }: ReconciliationView) => rows.map(({ action }) => action);

test('a dry run tells the difference and writes nothing; then it is carried out; then there is nothing to do', async () => {
  const rows = [row({ serial: unique('SN'), attributes: { cpuCount: 2 } }), row()];
  const [first, second] = rows as [SourceRow, SourceRow];
  const relations = [{ source: 'vcenter', from: first.externalId, kind: 'depends_on', to: second.externalId }];
  const dry = await reconcile(rows, { relations, dryRun: true });
  expect(dry).toMatchObject({ state: 'dry_run', counts: { create: 2, relate: 1 }, effects: [] });
  expect(await items({ name: first.name })).toEqual([]);

  const real = await reconcile(rows, { relations });
  expect(real).toMatchObject({ state: 'applied', counts: { create: 2, relate: 1 } });
  const [item] = await items({ source: 'vcenter', externalId: first.externalId });
  const shown = await cmdb.query('GetConfigurationItem', { id: item.id });
  expect(shown).toMatchObject({
    attributes: { cpuCount: 2 },
    sources: { name: 'vcenter' },
    relations: [{ kind: 'depends_on' }],
  });
  const again = await reconcile(rows, { relations });
  expect(again.counts).toEqual({ unchanged: 2, 'relation unchanged': 1 });
  expect((await cmdb.query('GetConfigurationItem', { id: item.id })).version).toBe(shown.version);

  const changed = await reconcile([{ ...first, attributes: { cpuCount: 4 } }], { dryRun: true });
  expect(changed.rows[0]).toMatchObject({
    action: 'update',
    itemId: item.id,
    by: 'serial',
    changes: { 'attributes.cpuCount': { before: 2, after: 4 } },
  });
});

test('what does not fit is rejected row by row', async () => {
  const view = await reconcile([row({ class: 'spaceship' }), row({ attributes: { cpuCount: 'x' } }), row()]);
  expect(actions(view)).toEqual(['reject', 'reject', 'create']);
  expect(view.rows[1]!.reasons[0]).toContain('cpuCount must be integer');
  await expect(cmdb.command('SubmitReconciliation', undefined, { rows: [] })).rejects.toMatchObject({ status: 422 });
});

test('a record that is not there is not found, by whatever it is asked for', async () => {
  const missing = { status: 404, code: 'not-found', message: expect.stringContaining('Check the id') };
  const id = randomUUID();
  for (const query of [
    'GetConfigurationItem',
    'GetBaseline',
    'GetReconciliation',
    'GetReconciliationHistory',
    'GetQuarantinedRow',
    'GetQuarantinedRowHistory',
  ] as const)
    await expect(cmdb.query(query, { id })).rejects.toMatchObject(missing);
  for (const command of ['UndoReconciliation', 'ResolveQuarantinedRow', 'DismissQuarantinedRow'] as const)
    await expect(cmdb.command(command, id)).rejects.toMatchObject(missing);
});

type Planned = { action: string; said: SourceRow; itemId?: string };
/** A batch that was planned a while ago, when what it says could still be done. */
async function plannedBefore(rows: Planned[], relations: [from: number, to: number][] = []): Promise<string> {
  const id = randomUUID();
  const keys = { number: unique('REC900'), dryRun: false, label: null };
  const told = { by: null, changes: {}, reasons: [], candidates: [] };
  const all = rows.map((row, index) => ({ ...told, row: index + 1, itemId: reconciledItemId(row.said), ...row }));
  const related = relations.map(([from, to], index) => {
    const [source, target] = [all[from]!, all[to]!];
    const said = { source: 'vcenter', from: source.said.externalId, kind: 'uses', to: target.said.externalId };
    const reference = { id: target.itemId, name: target.said.name };
    return { row: index + 1, action: 'relate', sourceId: source.itemId, target: reference, reasons: [], said };
  });
  const data = { keys, rows: all, relations: related };
  await cmdb.state('reconciliation', id, { type: 'ReconciliationPlanned', data });
  return id;
}

test('an item is related to none whose creation is refused, nor to one that is gone: it is said why', async () => {
  const [gone, fine, other] = [row({ class: 'spaceship' }), row(), row()];
  const withdrawn = await reconcile([row()]);
  const { itemId, said: was } = withdrawn.rows[0]!;
  await cmdb.command('UndoReconciliation', withdrawn.id);
  await cmdb.settle();
  const create = [gone, fine, other].map((said) => ({ action: 'create', said }));
  const rows = [...create, { action: 'unchanged', said: was, itemId: itemId! }];
  const id = await plannedBefore(rows, [
    [1, 0],
    [1, 2],
    [1, 3],
    [0, 1],
  ]);
  await cmdb.settle();
  const view: ReconciliationView = await cmdb.query('GetReconciliation', { id });
  expect(view).toMatchObject({ state: 'applied', counts: { create: 2, reject: 1, relate: 1, 'relation reject': 3 } });
  expect(view.relations.map(({ action }) => action)).toEqual(['reject', 'relate', 'reject', 'reject']);
  const reasons = view.relations.map((one) => one.reasons.join());
  for (const reason of [reasons[0], reasons[3]])
    expect(reason).toMatch(
      new RegExp(`Row 1, which was to bring ${gone.externalId}, was rejected: .*spaceship.* again`),
    );
  expect(reasons[2]).toMatch(/ is not related to .*: CI\d+ was withdrawn .* again/);
  const { items: listed } = await cmdb.query('ListReconciliations');
  expect(listed.find((one: { id: string }) => one.id === id).counts).toEqual(view.counts);
  const { relations } = await cmdb.query('GetConfigurationItem', { id: reconciledItemId(fine) });
  expect(relations.map(({ target }: any) => target.id)).toEqual([reconciledItemId(other)]);
});

test('a batch ends, also when another has told all of it meanwhile', async () => {
  const rows = [row(), row()].map((said) => ({ action: 'create', said }));
  const ids = [await plannedBefore(rows, [[0, 1]]), await plannedBefore(rows, [[0, 1]])];
  await cmdb.settle();
  for (const id of ids) expect(await cmdb.query('GetReconciliation', { id })).toMatchObject({ state: 'applied' });
});

test('what cannot be done any more when its turn comes is rejected, and the batch ends', async () => {
  const id = randomUUID();
  const keys = { number: 'REC9000001', dryRun: false, label: null };
  const told = { by: null, changes: {}, reasons: [], candidates: [] };
  // Planned while there still was such a class.
  const rows = [row({ class: 'spaceship' }), row()].map((said, index) => ({
    ...told,
    row: index + 1,
    action: 'create',
    itemId: reconciledItemId(said),
    said,
  }));
  const [gone, fine] = rows as [(typeof rows)[0], (typeof rows)[0]];
  const said = { source: 'vcenter', from: gone.said.externalId, kind: 'uses', to: fine.said.externalId };
  const relation = { row: 1, action: 'relate', sourceId: gone.itemId, reasons: [], said };
  const relations = [{ ...relation, target: { id: fine.itemId, name: fine.said.name } }];
  await cmdb.state('reconciliation', id, { type: 'ReconciliationPlanned', data: { keys, rows, relations } });
  await cmdb.settle();
  const view: ReconciliationView = await cmdb.query('GetReconciliation', { id });
  expect(view).toMatchObject({ state: 'applied', counts: { create: 1, reject: 1, 'relation reject': 1 } });
  expect(actions(view)).toEqual(['reject', 'create']);
  for (const { reasons } of [view.rows[0]!, view.relations[0]!]) expect(reasons[0]).toContain('spaceship');
  const { items: listed } = await cmdb.query('ListReconciliations');
  expect(listed.find((one: { id: string }) => one.id === id).counts).toEqual(view.counts);
});

test('an item that somebody registered after the batch was planned is not made a second time', async () => {
  const said = row();
  const { number } = await cmdb.command('RegisterConfigurationItem', undefined, {
    name: said.name,
    class: said.class,
    identities: [{ source: said.source, id: said.externalId }],
  });
  await cmdb.settle();
  const id = randomUUID();
  const keys = { number: 'REC9000002', dryRun: false, label: null };
  const planned = { row: 1, action: 'create', itemId: reconciledItemId(said), said };
  const rows = [{ ...planned, by: null, changes: {}, reasons: [], candidates: [] }];
  await cmdb.state('reconciliation', id, { type: 'ReconciliationPlanned', data: { keys, rows, relations: [] } });
  await cmdb.settle();
  const view: ReconciliationView = await cmdb.query('GetReconciliation', { id });
  expect(actions(view)).toEqual(['reject']);
  expect(view.rows[0]!.reasons[0]).toContain(`became ${number} after the batch was planned`);
  expect(await items({ source: said.source, externalId: said.externalId })).toHaveLength(1);
  expect(actions(await reconcile([{ ...said, location: 'Ulm' }]))).toEqual(['update']);
});

describe('two batches in the same moment', () => {
  const atOnce = async (...batches: SourceRow[][]): Promise<ReconciliationView[]> => {
    const receipts = await Promise.all(
      batches.map((rows) => cmdb.command('SubmitReconciliation', undefined, { rows })),
    );
    await cmdb.settle();
    return Promise.all(receipts.map(({ id }) => cmdb.query('GetReconciliation', { id })));
  };

  test.each([
    ['name', () => ({ name: unique('twin ') })],
    ['serial', () => ({ serial: unique('TWIN') })],
  ])('that mean one item by its %s bring one', async (by, shared) => {
    const its = shared();
    const [one, other] = [row(its), row({ ...its, source: 'agent', location: 'Kiel' })];
    const views = await atOnce([one], [other]);
    expect(views.map(({ rows: [first] }) => first!.action).sort()).toEqual(['create', 'update']);
    expect(views.find(({ rows: [first] }) => first!.action === 'update')!.rows[0]).toMatchObject({ by });
    const found = await Promise.all([one, other].map(({ source, externalId }) => items({ source, externalId })));
    expect(found.flat().map(({ id }) => id)).toEqual([views[0]!.rows[0]!.itemId, views[0]!.rows[0]!.itemId]);
    expect(await cmdb.query('GetConfigurationItem', { id: found[0][0].id })).toMatchObject({ location: 'Kiel' });
  });

  test('have the second row quarantined where the first leaves it open which item is meant', async () => {
    const its = { name: unique('twin ') };
    const views = await atOnce([row(its)], [row(its)]);
    expect(views.flatMap(actions).sort()).toEqual(['create', 'quarantine']);
  });

  test('that mean different items do not wait for each other, and sixty of them are all accepted', async () => {
    const reserved = (rows: SourceRow[]) =>
      reservations.SubmitReconciliation!.of({ id: undefined, data: { rows } }, {} as never) as readonly string[];
    const held = [row({ serial: unique('HELD') })];
    const isOther = (one: SourceRow) => !reserved([one]).some((name) => reserved(held).includes(name));
    const others = Array.from({ length: 10 }, () => row({ serial: unique('OTHER') })).filter(isOther);
    const lease = await Leadership.of(cmdb.database.pool).reserve(reserved(held), new AbortController().signal);
    let isPlanned = false;
    const waiting = atOnce(held).then(() => (isPlanned = true));
    try {
      expect((await atOnce([others[0]!])).map(actions)).toEqual([['create']]);
      expect(isPlanned).toBe(false);
    } finally {
      await lease.release();
    }
    await waiting;
    const views = await atOnce(...Array.from({ length: 60 }, () => [row(), row({ serial: unique('SN') })]));
    expect(views.flatMap(actions)).toEqual(Array.from({ length: 120 }, () => 'create'));
  });

  test('of one source that find one item by different keys give it one name in the source', async () => {
    const its = { name: unique('twin '), serial: unique('TWIN') };
    const { id, number } = await cmdb.command('RegisterConfigurationItem', undefined, {
      ...its,
      class: 'virtual_machine',
    });
    const [bySerial, byName] = [row({ serial: its.serial }), row({ name: its.name, location: 'Kiel' })];
    const batches = [];
    // Planned as in the same moment, neither knowing of the other. Which is carried out first nobody promises: here it is told.
    for (const said of [bySerial, byName]) {
      batches.push(await plannedBefore([{ action: 'update', itemId: id, said }]));
      await cmdb.settle();
    }
    const [first, second] = await Promise.all(batches.map((batch) => cmdb.query('GetReconciliation', { id: batch })));
    expect([first, second].map(actions)).toEqual([['update'], ['reject']]);
    expect(second.rows[0].reasons[0]).toContain(`${number} became ${bySerial.externalId} to vcenter`);
    expect(await cmdb.query('GetConfigurationItem', { id })).toMatchObject({
      identities: [{ source: 'vcenter', id: bySerial.externalId }],
      location: null,
    });
    // Submitted again, as it was told, it waits for somebody.
    expect(actions(await reconcile([{ ...byName, serial: its.serial }]))).toEqual(['quarantine']);
  });

  test('take no part of one that was undone for known', async () => {
    const its = { name: unique('twin ') };
    const id = await plannedBefore([{ action: 'create', said: row(its) }]);
    await cmdb.command('UndoReconciliation', id);
    const [view] = await atOnce([row({ ...its, source: 'agent' })]);
    expect(view).toMatchObject({ state: 'applied' });
    expect(await items({ name: its.name })).toHaveLength(1);
  });
});

test('what a batch is about to bring is registered by nobody else', async () => {
  for (let round = 1; round <= 5; round += 1) {
    const rows = Array.from({ length: 50 }, () => row());
    const { source, externalId: id } = rows.at(-1)!;
    const batch = await cmdb.command('SubmitReconciliation', undefined, { rows });
    const own = { name: unique('own '), class: 'virtual_machine', identities: [{ source, id }] };
    await expect(cmdb.command('RegisterConfigurationItem', undefined, own)).rejects.toMatchObject({
      code: 'identity-taken',
      detail: expect.stringContaining(`${source} ${id} is `),
    });
    await cmdb.settle();
    expect(await cmdb.query('GetReconciliation', { id: batch.id })).toMatchObject({ counts: { create: 50 } });
    expect(await items({ source, externalId: id })).toHaveLength(1);
  }
});

describe('an item that an import names', () => {
  const stub = (name: string) => ({
    source: 'servicenow',
    number: name,
    batch: 'b-1',
    row: 3,
    at: '2016-02-29T01:16:00Z',
  });
  const bring = (name: string) =>
    cmdb.command('ImportConfigurationItemStub', externalId('servicenow', 'configuration_item', name), stub(name));
  const register = (id: string) =>
    cmdb.command('RegisterConfigurationItem', undefined, {
      name: unique('own '),
      class: 'virtual_machine',
      identities: [{ source: 'servicenow', id }],
    });
  const known = async (name: string) => {
    await cmdb.settle();
    return items({ source: 'servicenow', externalId: name });
  };

  test('is another than the one that has its name in the source, or is about to: that keeps the name', async () => {
    const [registered, planned] = [unique('ci '), unique('ci ')];
    const { id } = await register(registered);
    const { id: its } = await bring(registered);
    expect(await cmdb.query('GetConfigurationItem', { id: its })).toMatchObject({ name: registered, identities: [] });
    expect((await known(registered)).map((one: { id: string }) => one.id)).toEqual([id]);
    const said = row({ source: 'servicenow', externalId: planned });
    await cmdb.command('SubmitReconciliation', undefined, { rows: [row(), said] });
    await bring(planned);
    expect((await known(planned)).map((one: { id: string }) => one.id)).toEqual([reconciledItemId(said)]);
  });

  test('and one that is registered in the same moment do not both get the name', async () => {
    for (let round = 1; round <= 5; round += 1) {
      const name = unique('ci ');
      await Promise.allSettled([bring(name), register(name)]);
      expect(await known(name)).toHaveLength(1);
    }
  });

  test('reserves its name together with others that come with it', async () => {
    const names = Array.from({ length: 60 }, () => unique('ci '));
    const reserved = jest.spyOn(Leadership.of(cmdb.database.pool), 'reserve');
    await Promise.all(names.map(bring));
    expect(reserved.mock.calls.length).toBeLessThan(5);
    reserved.mockRestore();
    for (const name of names) expect(await known(name)).toHaveLength(1);
  });

  test('and many more, of which each is registered, planned or imported again as well, are one item each', async () => {
    const names = Array.from({ length: 90 }, () => unique('ci '));
    await Promise.allSettled([
      ...names.map(bring),
      ...names.map((name, index) =>
        [
          () => register(name),
          () =>
            cmdb.command('SubmitReconciliation', undefined, {
              rows: [row({ source: 'servicenow', externalId: name })],
            }),
          () => bring(name),
        ][index % 3]!(),
      ),
    ]);
    for (const name of names) expect(await known(name)).toHaveLength(1);
  });
});

describe('a row that could mean several items', () => {
  const serial = () => unique('TWICE');
  async function quarantined() {
    const number = serial();
    const known = [];
    for (const name of [unique('a'), unique('b')])
      known.push(
        await cmdb.command('RegisterConfigurationItem', undefined, { name, class: 'virtual_machine', serial: number }),
      );
    const said = row({ serial: number, location: 'Kiel' });
    const batch = await reconcile([said]);
    const { items: open } = await cmdb.query('ListQuarantinedRows', { state: 'open' });
    const record = open.find((one: { said: SourceRow }) => one.said.externalId === said.externalId);
    return { known, said, batch, record };
  }

  test('is never merged: it waits with its candidates until somebody chooses', async () => {
    const { known, said, batch, record } = await quarantined();
    expect(actions(batch)).toEqual(['quarantine']);
    expect(record.candidates.map(({ id }: { id: string }) => id).sort()).toEqual(known.map(({ id }) => id).sort());
    await expect(
      cmdb.command('ResolveQuarantinedRow', record.id, { itemId: '00000000-0000-4000-8000-000000000000' }),
    ).rejects.toMatchObject({ code: 'candidate-unknown' });
    await cmdb.command('ResolveQuarantinedRow', record.id, { itemId: known[0]!.id });
    await cmdb.settle();
    expect(await cmdb.query('GetConfigurationItem', { id: known[0]!.id })).toMatchObject({ location: 'Kiel' });
    expect((await items({ source: said.source, externalId: said.externalId }))[0].id).toBe(known[0]!.id);
    await expect(cmdb.command('DismissQuarantinedRow', record.id)).rejects.toMatchObject({
      code: 'quarantined-row-decided',
    });
  });

  const related = async (id: string) =>
    (await cmdb.query('GetConfigurationItem', { id })).relations.map(({ target }: any) => target.id);
  const between = (from: SourceRow, to: SourceRow) => ({
    source: 'vcenter',
    from: from.externalId,
    kind: 'uses',
    to: to.externalId,
  });

  test('is related as its batch says once somebody has decided what it means', async () => {
    const number = serial();
    const register = () => ({ name: unique('known '), class: 'virtual_machine', serial: number });
    const known = await cmdb.command('RegisterConfigurationItem', undefined, register());
    await cmdb.command('RegisterConfigurationItem', undefined, register());
    const [waiting, fine] = [row({ serial: number }), row()];
    const relations = [between(fine, waiting), between(waiting, fine), between(fine, row())];
    const batch = await reconcile([waiting, fine], { relations });
    expect(batch).toMatchObject({ state: 'applied', counts: { create: 1, quarantine: 1, 'relation quarantine': 2 } });
    expect(batch.relations.map(({ action }) => action)).toEqual(['quarantine', 'quarantine', 'reject']);
    expect(batch.relations[0]!.reasons[0]).toContain(`${waiting.externalId} is quarantined`);
    const { items: open } = await cmdb.query('ListQuarantinedRows', { state: 'open' });
    const { id } = open.find((one: { said: SourceRow }) => one.said.externalId === waiting.externalId);
    await cmdb.command('ResolveQuarantinedRow', id, { itemId: known.id });
    await cmdb.settle();
    expect(await related(known.id)).toEqual([reconciledItemId(fine)]);
    expect(await related(reconciledItemId(fine))).toEqual([known.id]);
  });

  test('is related to another such row as a later batch says, once both are decided, until that is undone', async () => {
    const [one, other] = [await quarantined(), await quarantined()];
    const relations = [between(one.said, other.said)];
    const [undone, batch] = [await reconcile([], { relations }), await reconcile([], { relations })];
    expect(batch).toMatchObject({ counts: { 'relation quarantine': 1 } });
    await cmdb.command('UndoReconciliation', undone.id);
    await cmdb.command('ResolveQuarantinedRow', one.record.id, {});
    await cmdb.settle();
    expect(await related(reconciledItemId(one.said))).toEqual([]);
    await cmdb.command('ResolveQuarantinedRow', other.record.id, {});
    await cmdb.settle();
    expect(await related(reconciledItemId(one.said))).toEqual([reconciledItemId(other.said)]);
    await cmdb.command('UndoReconciliation', batch.id);
    await cmdb.settle();
    expect(await related(reconciledItemId(one.said))).toEqual([]);
    expect(await cmdb.query('GetReconciliation', { id: batch.id })).toMatchObject({ state: 'undone' });
  });

  test('is known as what it was decided to mean before the item has taken it over', async () => {
    const { said, record } = await quarantined();
    const { source, externalId: id } = said;
    await cmdb.database.kysely.transaction().execute(async (held) => {
      // Nothing is ordered of items meanwhile.
      await sql`lock table opsledger.timers in share mode`.execute(held);
      await cmdb.command('ResolveQuarantinedRow', record.id, {});
      const own = { name: unique('own '), class: 'virtual_machine', identities: [{ source, id }] };
      await expect(cmdb.command('RegisterConfigurationItem', undefined, own)).rejects.toMatchObject({
        code: 'identity-taken',
        detail: expect.stringContaining(`${source} ${id} is about to be brought by ${record.number}`),
      });
      const again = row({ source: 'agent', name: said.name });
      const batch = await cmdb.command('SubmitReconciliation', undefined, { rows: [again] });
      const { rows } = await cmdb.query('GetReconciliation', { id: batch.id });
      expect(rows).toMatchObject([{ action: 'update', itemId: reconciledItemId(said), by: 'name' }]);
    });
    await cmdb.settle();
    expect(await items({ name: said.name })).toHaveLength(1);
  });

  test('is not resolved to one item when a batch is about to give its name in the source to another', async () => {
    const { known, said, record } = await quarantined();
    await cmdb.database.kysely.transaction().execute(async (held) => {
      await sql`lock table opsledger.timers in share mode`.execute(held);
      const { serial: _serial, ...alone } = { ...said, name: unique('c') };
      const batch = await cmdb.command('SubmitReconciliation', undefined, { rows: [alone] });
      await expect(cmdb.command('ResolveQuarantinedRow', record.id, { itemId: known[0]!.id })).rejects.toMatchObject({
        code: 'identity-taken',
        detail: expect.stringContaining(`is about to be brought by ${batch.number}`),
      });
    });
  });

  /** A batch with such rows that was planned while there still was the class of the first. */
  async function outdated(relations: readonly object[] = [], ...others: readonly SourceRow[]) {
    const id = randomUUID();
    const said = row({ class: 'spaceship' });
    const planned = { action: 'quarantine', itemId: null, by: null, changes: {}, candidates: [] };
    const rows = [said, ...others].map((one, index) => ({
      ...planned,
      row: index + 1,
      said: one,
      reasons: ['Twice.'],
    }));
    const stated = relations.map((one, index) => ({
      ...{ row: index + 1, action: 'quarantine', sourceId: null, target: null, reasons: [] },
      said: { source: 'vcenter', kind: 'uses', to: said.externalId, ...one },
    }));
    const keys = { number: unique('REC91'), dryRun: false, label: null };
    await cmdb.state('reconciliation', id, { type: 'ReconciliationPlanned', data: { keys, rows, relations: stated } });
    await cmdb.settle();
    const { items: open } = await cmdb.query('ListQuarantinedRows', { state: 'open' });
    return { id, said, records: open.filter(({ batch }: { batch: string }) => batch === id).map((one: any) => one.id) };
  }

  test('that the item does not take over is told as refused, with what to do, and may be submitted again', async () => {
    const { id: batch, said, records } = await outdated();
    const [id] = records;
    await cmdb.command('ResolveQuarantinedRow', id, {});
    await cmdb.settle();
    const refused = await cmdb.query('GetQuarantinedRow', { id });
    expect(refused).toMatchObject({ state: 'refused', itemId: null, batch });
    expect(refused.reasons).toEqual([
      'Twice.',
      expect.stringMatching(/^It was not taken over: .*spaceship.* Put that right and submit the row again\.$/),
    ]);
    expect((await cmdb.query('ListQuarantinedRows', { state: 'refused' })).items).toContainEqual(refused);
    expect(actions(await cmdb.query('GetReconciliation', { id: batch }))).toEqual(['reject']);
    await cmdb.command('QuarantineRow', id, { batch: randomUUID(), row: 1, said, reasons: [], candidates: [] });
    expect(await cmdb.query('GetQuarantinedRow', { id })).toMatchObject({ state: 'open', reasons: [] });
  });

  test('is related to none that is not there when its turn comes: the batch says why', async () => {
    const fine = row();
    const { id, records } = await outdated([{ from: fine.externalId }], fine);
    const decided = await Promise.all(records.map((record: string) => cmdb.query('GetQuarantinedRow', { id: record })));
    await cmdb.database.kysely.transaction().execute(async (held) => {
      await sql`lock table opsledger.timers in share mode`.execute(held);
      for (const { id: record } of decided.sort((one, other) => one.row - other.row))
        await cmdb.command('ResolveQuarantinedRow', record, {});
    });
    await cmdb.settle();
    const view: ReconciliationView = await cmdb.query('GetReconciliation', { id });
    expect(view.counts).toEqual({ reject: 1, quarantine: 1, 'relation reject': 1 });
    expect(view.relations[0]!.reasons[0]).toMatch(/cannot be related to .*: it is not there\. Submit .* again\.$/);
    expect(await related(reconciledItemId(fine))).toEqual([]);
  });

  test('becomes an item of its own, or is dismissed and stays so', async () => {
    const one = await quarantined();
    await cmdb.command('ResolveQuarantinedRow', one.record.id, {});
    await cmdb.settle();
    expect(await items({ source: one.said.source, externalId: one.said.externalId })).toHaveLength(1);
    const other = await quarantined();
    await cmdb.command('DismissQuarantinedRow', other.record.id, { reason: 'A test machine.' });
    await reconcile([other.said]);
    expect(await cmdb.query('GetQuarantinedRow', { id: other.record.number })).toMatchObject({ state: 'dismissed' });
  });
});

test('an item that lost the name a moment ago, as its view does not know yet, is no other item', async () => {
  const said = row();
  const known = await cmdb.command('RegisterConfigurationItem', undefined, { name: said.name, class: said.class });
  await cmdb.settle();
  const first = await reconcile([said]);
  expect(actions(first)).toEqual(['update']);
  const id = randomUUID();
  await cmdb.database.kysely.transaction().execute(async (held) => {
    await sql`lock table cmdb.items in share mode`.execute(held);
    await cmdb.command('UndoReconciliation', first.id);
    await eventually(async () => expect(await cmdb.told('configurationitem', known.id)).toHaveLength(3));
    const planned = { row: 1, action: 'create', itemId: reconciledItemId(said), said };
    const rows = [{ ...planned, by: null, changes: {}, reasons: [], candidates: [] }];
    const keys = { number: 'REC9000003', dryRun: false, label: null };
    await cmdb.state('reconciliation', id, { type: 'ReconciliationPlanned', data: { keys, rows, relations: [] } });
    await eventually(async () => expect(await cmdb.told('configurationitem', reconciledItemId(said))).toHaveLength(1));
  });
});

test('a row is not resolved to one item while another has its name in the source', async () => {
  const serial = unique('SWAPPED');
  const said = row({ serial, location: 'Kiel' });
  const { source, externalId } = said;
  const register = (more: object) =>
    cmdb.command('RegisterConfigurationItem', undefined, { name: unique('item'), class: said.class, ...more });
  const [bySerial, byIdentity] = [
    await register({ serial }),
    await register({ identities: [{ source, id: externalId }] }),
  ];
  await cmdb.settle();
  expect(actions(await reconcile([said]))).toEqual(['quarantine']);
  const { items: open } = await cmdb.query('ListQuarantinedRows', { state: 'open' });
  const { id } = open.find((one: { said: SourceRow }) => one.said.externalId === externalId);
  for (const choice of [{ itemId: bySerial.id }, {}])
    await expect(cmdb.command('ResolveQuarantinedRow', id, choice)).rejects.toMatchObject({
      code: 'identity-taken',
      detail: expect.stringContaining(`${source} ${externalId} is ${byIdentity.number}`),
    });
  await cmdb.command('ResolveQuarantinedRow', id, { itemId: byIdentity.id });
  await cmdb.settle();
  expect(await cmdb.query('GetConfigurationItem', { id: byIdentity.id })).toMatchObject({ location: 'Kiel' });
});

describe('undo', () => {
  test('takes back what somebody decided about its quarantined rows', async () => {
    const serial = unique('TWICE');
    const register = (name: string) =>
      cmdb.command('RegisterConfigurationItem', undefined, { name, class: 'virtual_machine', serial });
    const known = await register(unique('a'));
    await register(unique('b'));
    const rows = [row({ serial, location: 'Kiel' }), row({ serial })];
    const batch = await reconcile(rows);
    expect(actions(batch)).toEqual(['quarantine', 'quarantine']);
    const { items: open } = await cmdb.query('ListQuarantinedRows', { state: 'open' });
    const recordOf = (said: SourceRow) =>
      open.find((one: { said: SourceRow }) => one.said.externalId === said.externalId).id;
    await cmdb.command('ResolveQuarantinedRow', recordOf(rows[0]!), { itemId: known.id });
    await cmdb.command('ResolveQuarantinedRow', recordOf(rows[1]!), {});
    await cmdb.settle();
    const made = (await items({ source: 'vcenter', externalId: rows[1]!.externalId }))[0].id;
    expect(await undo(batch)).toMatchObject({
      state: 'undone',
      effects: [
        { itemId: known.id, undone: true },
        { itemId: made, undone: true },
      ],
    });
    expect(await cmdb.query('GetConfigurationItem', { id: known.id })).toMatchObject({ location: null });
    await expect(cmdb.query('GetConfigurationItem', { id: made })).rejects.toMatchObject({ status: 404 });
  });

  const undo = async ({ id }: { id: string }): Promise<ReconciliationView> => {
    await cmdb.command('UndoReconciliation', id);
    await cmdb.settle();
    return cmdb.query('GetReconciliation', { id });
  };

  test('takes back what somebody decides about a quarantined row while the batch is undone', async () => {
    const serial = unique('TWICE');
    const register = (name: string) =>
      cmdb.command('RegisterConfigurationItem', undefined, { name, class: 'virtual_machine', serial });
    const known = await register(unique('a'));
    await register(unique('b'));
    const said = row({ serial, location: 'Kiel' });
    const batch = await reconcile([said]);
    const { items: open } = await cmdb.query('ListQuarantinedRows', { state: 'open' });
    const { id } = open.find((one: { said: SourceRow }) => one.said.externalId === said.externalId);
    // Undone before the decision was known, and the row decided before it could be dismissed.
    const keys = { number: batch.number, dryRun: false, label: null };
    await Promise.all([
      cmdb.command('ResolveQuarantinedRow', id, { itemId: known.id }),
      cmdb.state('reconciliation', batch.id, {
        type: 'ReconciliationUndone',
        data: { keys, reason: null, items: [], quarantined: [] },
      }),
    ]);
    await cmdb.settle();
    expect(await cmdb.query('GetConfigurationItem', { id: known.id })).toMatchObject({ location: null });
    const view: ReconciliationView = await cmdb.query('GetReconciliation', { id: batch.id });
    expect(view).toMatchObject({ state: 'undone', effects: [{ itemId: known.id, applied: true, undone: true }] });
  });

  test('takes everything back, and what was undone may come again under its number', async () => {
    const said = row({ location: 'Bonn' });
    await reconcile([said]);
    const [before] = await items({ source: said.source, externalId: said.externalId });
    const fresh = row();
    const relations = [{ source: 'vcenter', from: said.externalId, kind: 'uses', to: fresh.externalId }];
    const batch = await reconcile([{ ...said, location: 'Kiel' }, fresh], { relations });
    const [brought] = await items({ source: fresh.source, externalId: fresh.externalId });
    expect(await undo(batch)).toMatchObject({ state: 'undone' });
    expect(await cmdb.query('GetConfigurationItem', { id: before.id })).toMatchObject({
      location: 'Bonn',
      relations: [],
      sources: { location: 'vcenter' },
    });
    await expect(cmdb.query('GetConfigurationItem', { id: brought.id })).rejects.toMatchObject({ status: 404 });
    expect(await items({ source: fresh.source, externalId: fresh.externalId })).toEqual([]);
    expect(await cmdb.command('UndoReconciliation', batch.id)).toMatchObject({ recorded: 0 });
    await reconcile([fresh]);
    expect((await items({ source: fresh.source, externalId: fresh.externalId }))[0].number).toBe(brought.number);
  });

  test('leaves alone what somebody has changed since, and says so', async () => {
    const said = row({ location: 'Bonn', environment: 'test' });
    await reconcile([said]);
    const batch = await reconcile([{ ...said, location: 'Kiel', environment: 'production' }]);
    const { itemId } = batch.rows[0]!;
    await cmdb.command('ReviseConfigurationItem', itemId!, { location: 'Ulm' });
    const undone = await undo(batch);
    expect(undone.effects).toEqual([
      { itemId, applied: true, undone: true, skipped: [{ field: 'location', because: 'It has changed since.' }] },
    ]);
    expect(await cmdb.query('GetConfigurationItem', { id: itemId })).toMatchObject({
      location: 'Ulm',
      environment: 'test',
    });
  });

  test('keeps an item that others have worked on', async () => {
    const batch = await reconcile([row()]);
    const { itemId } = batch.rows[0]!;
    await cmdb.command('ReportConfigurationItemStatus', itemId!, { status: 'down' }, CONNIE);
    const { effects } = await undo(batch);
    expect(effects[0]!.skipped).toEqual([{ field: '(the item)', because: 'Others have worked on it since.' }]);
    expect(await cmdb.query('GetConfigurationItem', { id: itemId })).toMatchObject({ status: 'down' });
  });

  test('takes the item too when later batches that said more of it were undone before', async () => {
    const [from, to] = [row(), row()];
    const brought = await reconcile([from, to]);
    const relations = [{ source: 'vcenter', from: from.externalId, kind: 'uses', to: to.externalId }];
    const moved = await reconcile([{ ...from, location: 'Kiel' }], { relations });
    await undo(moved);
    expect((await undo(brought)).effects.map(({ skipped }) => skipped)).toEqual([[], []]);
    for (const { externalId } of [from, to]) expect(await items({ source: 'vcenter', externalId })).toEqual([]);
  });

  test('takes back also what is taken over after it, once the batch has come to its end', async () => {
    const rows = [row(), row()];
    const [from, to] = (await reconcile(rows)).rows.map(({ itemId }) => itemId!) as [string, string];
    const changed = rows.map((said) => ({ ...said, location: 'Kiel' }));
    const batch = await undo(await reconcile(changed));
    const relations = [{ row: 1, source: 'vcenter', kind: 'uses', target: { id: to, name: 'b' } }];
    await cmdb.command('ReconcileConfigurationItem', from, { batch: batch.id, statements: [], relations });
    await cmdb.command('RestoreConfigurationItem', from, { batch: batch.id });
    expect((await cmdb.query('GetConfigurationItem', { id: from })).relations).toEqual([]);
    expect(await cmdb.command('RestoreConfigurationItem', from, { batch: batch.id })).toMatchObject({ recorded: 0 });

    const early = await plannedBefore(
      rows.map((said) => ({ action: 'update', said: { ...said, location: 'Ulm' } })),
      [[0, 1]],
    );
    await undo({ id: early });
    expect(await cmdb.told('reconciliation', early)).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ type: 'ReconciliationCarriedOut' }),
        expect.objectContaining({ type: 'ReconciliationUndone' }),
      ]),
    );
    for (const id of [from, to])
      expect(await cmdb.query('GetConfigurationItem', { id })).toMatchObject({ location: null, relations: [] });
  });

  test('of a dry run is refused', async () => {
    const { id } = await reconcile([row()], { dryRun: true });
    await expect(cmdb.command('UndoReconciliation', id)).rejects.toMatchObject({ code: 'reconciliation-dry' });
  });
});

test('an item that an import named gets its class from a row that names it', async () => {
  const name = unique('ci ');
  const stub = { source: 'servicenow', number: name, batch: 'b-1', row: 3, at: '2016-02-29T01:16:00Z' };
  const id = externalId('servicenow', 'configuration_item', name);
  await cmdb.command('ImportConfigurationItemStub', id, stub);
  const [outcome] = (await reconcile([row({ source: 'servicenow', externalId: name, name: 'web-eu-1' })])).rows;
  expect(outcome).toMatchObject({ action: 'update', itemId: id, by: 'identity' });
  expect(await cmdb.query('GetConfigurationItem', { id })).toMatchObject({
    name: 'web-eu-1',
    class: 'virtual_machine',
    importedOnly: false,
  });
  await expect(cmdb.command('WithdrawConfigurationItemStub', id, { batch: 'b-1' })).rejects.toMatchObject({
    code: 'worked-on-since-import',
  });
});

test('an owner whom only a source knows, or who has left since, may stay when other things are said', async () => {
  const owner = { id: 'p-nobody', name: 'Nobody' };
  const { itemId } = (await reconcile([row({ owner })])).rows[0]!;
  await cmdb.command('ReviseConfigurationItem', itemId!, { owner, location: 'Kiel' });
  expect(await cmdb.query('GetConfigurationItem', { id: itemId })).toMatchObject({ owner, location: 'Kiel' });
});
