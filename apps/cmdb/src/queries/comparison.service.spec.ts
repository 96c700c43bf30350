import { runningCmdb, type RunningCmdb } from '../cmdb.fixture';

let cmdb: RunningCmdb;
beforeAll(async () => (cmdb = await runningCmdb()));
afterAll(() => cmdb.stop());

const NOW = '2026-03-02T09:00:00.000Z';
const DAY = 86_400_000;
beforeEach(() => cmdb.clock.set(NOW));

const register = (data: object) => cmdb.command('RegisterConfigurationItem', undefined, { class: 'server', ...data });

test('two instants, or baselines, are compared kind by kind', async () => {
  const environment = 'diff';
  const [a, b] = [await register({ name: 'a', environment }), await register({ name: 'b', environment })];
  const target = { kind: 'uses', targetId: b.id };
  await cmdb.command('RelateConfigurationItem', a.id, { kind: 'uses', targetId: b.id });
  const baseline = await cmdb.command('NameBaseline', undefined, { name: 'Before', filter: { environment } });
  expect(await cmdb.query('GetBaseline', { id: baseline.number })).toMatchObject({ name: 'Before', at: NOW });
  cmdb.clock.advance(DAY);
  await register({ name: 'c', environment });
  await cmdb.command('ReviseConfigurationItem', a.id, { attributes: { cpuCount: 1 } });
  await cmdb.command('ReviseConfigurationItem', a.id, { attributes: { cpuCount: 2 } });
  await cmdb.command('ReviseConfigurationItem', a.id, { location: 'Ulm' });
  await cmdb.command('ReviseConfigurationItem', a.id, { location: null });
  await cmdb.command('ChangeConfigurationItemStage', b.id, { stage: 'retired' });
  await cmdb.command('UnrelateConfigurationItem', a.id, target);
  await cmdb.command('RelateConfigurationItem', b.id, { kind: 'uses', targetId: a.id });
  const diff = (kind: string, more: object = {}) =>
    cmdb.query('CompareConfiguration', { from: baseline.number, kind, environment, ...more });
  expect(await diff('added')).toMatchObject({ from: NOW, total: 1, items: [{ name: 'c' }] });
  expect(await diff('retired')).toMatchObject({ total: 1, items: [{ name: 'b' }] });
  const changed = await diff('changed');
  expect(changed.items.map(({ name, field, before, after }: any) => [name, field, before, after])).toEqual([
    ['a', 'attributes.cpuCount', null, 2],
    ['b', 'stage', 'in_use', 'retired'],
  ]);
  expect(await diff('related')).toMatchObject({ total: 1, items: [{ name: 'b', field: 'uses', after: { id: a.id } }] });
  expect(await diff('unrelated')).toMatchObject({ items: [{ name: 'a', after: { id: b.id } }] });
  expect(await diff('changed', { to: NOW })).toMatchObject({ total: 0, items: [] });
  const first = await diff('changed', { limit: 1 });
  expect((await diff('changed', { limit: 1, after: first.next })).items[0].field).toBe('stage');
  await expect(diff('added', { from: 'BL9999999' })).rejects.toMatchObject({ status: 404, code: 'not-found' });
});

test('health: each figure has the list behind it', async () => {
  const schema = { properties: { rack: { type: 'string' } } };
  await cmdb.command('DefineCiClass', undefined, { key: 'router', name: 'Router', parent: 'network_device', schema });
  const make = (name: string, more: object = {}) => register({ name, class: 'router', ...more });
  const [r1, r2] = [await make('r1', { serial: 'X' }), await make('r2', { serial: 'x', attributes: { rack: '1' } })];
  await make('R1');
  const gone = await make('r1');
  await cmdb.command('ChangeConfigurationItemStage', gone.id, { stage: 'retired' });
  await cmdb.command('RelateConfigurationItem', r1.id, { kind: 'connects_to', targetId: r2.id });
  await cmdb.command('ReviseCiClass', undefined, { key: 'router', schema: { ...schema, required: ['rack'] } });
  const health = () => cmdb.query('GetCmdbHealth', { class: 'router' });
  const names = async (finding: string) =>
    (await cmdb.query('ListCmdbFindings', { class: 'router', finding })).items.map(
      ({ name }: { name: string }) => name,
    );
  expect(await health()).toEqual({ items: 3, incomplete: 2, orphan: 1, stale: 0, duplicate: 2 });
  expect(await names('incomplete')).toEqual(['r1', 'R1']);
  expect(await names('orphan')).toEqual(['R1']);
  expect(await names('duplicate')).toEqual(['r2', 'R1']);
  cmdb.clock.advance(61 * DAY);
  expect(await health()).toMatchObject({ stale: 3 });
  // Said for the first time, it is news; said again, it is confirmed.
  const rows = [{ source: 'snmp', externalId: '1', class: 'router', name: 'r2' }];
  const submit = async (): Promise<void> => {
    await cmdb.command('SubmitReconciliation', undefined, { rows });
    await cmdb.settle();
  };
  await submit();
  expect(await health()).toMatchObject({ stale: 2 });
  cmdb.clock.advance(61 * DAY);
  expect(await health()).toMatchObject({ stale: 3 });
  await submit();
  expect(await health()).toMatchObject({ stale: 2 });
});

test('assets: value on a date, warranty, and licences against installs', async () => {
  const attributes = {
    cost: 1000,
    currency: 'EUR',
    purchaseDate: '2025-01-01',
    depreciationMonths: 24,
    warrantyEnd: '2026-03-01',
  };
  const { id } = await register({ name: 'asset', attributes });
  const asset = (on: string) => cmdb.query('GetAsset', { id, on });
  expect(await asset('2026-01-01T00:00:00Z')).toMatchObject({
    value: 500,
    depreciated: 500,
    underWarranty: true,
    licence: null,
  });
  expect(await asset('2027-01-01T00:00:00Z')).toMatchObject({ value: 0, underWarranty: false });
  const licence = await register({ name: 'office', class: 'licence', attributes: { entitlements: 1, installs: 7 } });
  const free = async () => (await cmdb.query('GetAsset', { id: licence.id })).licence;
  expect(await free()).toEqual({ entitlements: 1, installs: 7, free: -6 });
  await cmdb.command('RelateConfigurationItem', id, { kind: 'uses', targetId: licence.id });
  expect(await free()).toEqual({ entitlements: 1, installs: 1, free: 0 });
});
