import { randomUUID } from 'node:crypto';
import { NEEDY_END, RELATION_KINDS, externalId, type ImpactView, type RelationKind } from '@opsledger/contracts';
import * as fc from 'fast-check';
import { ADA, CONNIE, NETWORK, runningCmdb, type RunningCmdb } from './cmdb.fixture';

let cmdb: RunningCmdb;
beforeAll(async () => (cmdb = await runningCmdb()));
afterAll(() => cmdb.stop());

const NOW = '2026-03-02T09:00:00.000Z';
const HOUR = 3_600_000;
beforeEach(() => cmdb.clock.set(NOW));

let counter = 0;
const unique = (name: string) => `${name}${(counter += 1)}`;
const register = (data: object = {}) =>
  cmdb.command('RegisterConfigurationItem', undefined, { name: unique('web'), class: 'server', ...data });
const relate = (id: string, kind: RelationKind, targetId: string, more: object = {}) =>
  cmdb.command('RelateConfigurationItem', id, { kind, targetId, ...more });
const get = (id: string, params: object = {}) => cmdb.query('GetConfigurationItem', { id, ...params });
const list = (params: object) => cmdb.query('ListConfigurationItems', params);
const namesOf = ({ items }: { items: { name: string }[] }) => items.map(({ name }) => name);

describe('one item', () => {
  test('is shown as it is and as it was, by id or number', async () => {
    const { id, number } = await register({ serial: 'SN1', attributes: { cpuCount: 4 }, environment: 'production' });
    expect(number).toMatch(/^CI\d{7}$/);
    const shown = await get(id);
    expect(shown).toMatchObject({
      id,
      number,
      class: 'server',
      stage: 'in_use',
      status: 'operational',
      serial: 'SN1',
      attributes: { cpuCount: 4 },
      sources: { 'attributes.cpuCount': 'manual' },
      version: 1,
    });
    expect(await get(number!.toLowerCase())).toEqual(shown);
    cmdb.clock.advance(HOUR);
    await cmdb.command('ReviseConfigurationItem', id, { attributes: { cpuCount: 8 }, serial: null });
    expect(await get(id)).toMatchObject({ serial: null, attributes: { cpuCount: 8 } });
    expect(await get(id, { asOf: NOW })).toMatchObject({ serial: 'SN1', attributes: { cpuCount: 4 }, version: 1 });
    await expect(get(id, { asOf: '2026-03-01T00:00:00Z' })).rejects.toMatchObject({ status: 404, code: 'not-found' });
    const { items } = await cmdb.query('GetConfigurationItemHistory', { id });
    expect(items[1].changes).toEqual([
      { field: 'attributes.cpuCount', before: 4, after: 8 },
      { field: 'serial', before: 'SN1', after: null },
    ]);
  });

  test('saying what is so already records nothing', async () => {
    const { id } = await register({ location: 'Berlin' });
    expect(await cmdb.command('ReviseConfigurationItem', id, { location: 'Berlin' })).toMatchObject({ recorded: 0 });
    expect(await cmdb.command('ChangeConfigurationItemStage', id, { stage: 'in_use' })).toMatchObject({ recorded: 0 });
  });

  test('fits its class, or nothing is written', async () => {
    await expect(register({ attributes: { cpuCount: 'many' } })).rejects.toMatchObject({
      status: 422,
      code: 'attributes-invalid',
      detail: expect.stringContaining('cpuCount must be integer'),
    });
    await expect(register({ attributes: { nonsense: 1 } })).rejects.toMatchObject({ code: 'attributes-invalid' });
    await expect(register({ class: 'hardware' })).rejects.toMatchObject({ code: 'class-abstract' });
    await expect(register({ class: 'spaceship' })).rejects.toMatchObject({ code: 'class-unknown' });
    await expect(register({ criticality: 'high' })).rejects.toMatchObject({ code: 'criticality-for-services' });
    await expect(register({ class: 'business_service', criticality: 'high' })).resolves.toBeDefined();
  });

  test('that is not there is not found', async () => {
    for (const id of [randomUUID(), 'CI9999999', 'nonsense'])
      await expect(get(id)).rejects.toMatchObject({ status: 404, code: 'not-found' });
  });
});

describe('owner and teams', () => {
  const nobody = { id: 'p-nobody', name: 'Nobody' };
  const noTeam = { id: 't-nowhere', name: 'Nowhere' };

  test('are those the directory knows, under the names they have there', async () => {
    const owner = { id: ADA.actor.id, name: 'Somebody' };
    const { id } = await register({ owner, ownerTeam: { ...NETWORK, name: 'net' }, supportTeam: NETWORK });
    expect(await get(id)).toMatchObject({
      owner: { id: ADA.actor.id, name: ADA.actor.name },
      ownerTeam: NETWORK,
      supportTeam: NETWORK,
    });
    // Under another name it is the same all the same.
    expect(await cmdb.command('ReviseConfigurationItem', id, { owner })).toMatchObject({ recorded: 0 });
    await cmdb.command('ReviseConfigurationItem', id, { owner: null, supportTeam: null });
    expect(await get(id)).toMatchObject({ owner: null, ownerTeam: NETWORK, supportTeam: null });
  });

  test.each([
    ['person-unknown', { owner: nobody }],
    ['team-unknown', { ownerTeam: noTeam }],
    ['team-unknown', { supportTeam: noTeam }],
  ])('are refused with %s when there is no such one: %j', async (code, said) => {
    await expect(register(said)).rejects.toMatchObject({ status: 422, code });
    const { id } = await register();
    await expect(cmdb.command('ReviseConfigurationItem', id, said)).rejects.toMatchObject({ status: 422, code });
    expect(await get(id)).toMatchObject({ version: 1 });
  });
});

describe('lists', () => {
  test('filter, also by a class above, and show the past', async () => {
    const location = unique('room');
    const one = await register({ name: 'one', location });
    await register({ name: 'two', location, class: 'database' });
    cmdb.clock.advance(HOUR);
    await cmdb.command('ChangeConfigurationItemStage', one.id, { stage: 'retired' });
    await cmdb.command('ReviseConfigurationItem', one.id, { name: 'old one' });
    expect(namesOf(await list({ location }))).toEqual(['old one', 'two']);
    expect(namesOf(await list({ location, class: 'hardware' }))).toEqual(['old one']);
    expect(namesOf(await list({ location, stage: 'retired' }))).toEqual(['old one']);
    expect(namesOf(await list({ location, asOf: NOW }))).toEqual(['one', 'two']);
    expect(namesOf(await list({ location, asOf: NOW, stage: 'retired' }))).toEqual([]);
    expect(namesOf(await list({ location, asOf: '2026-03-02T08:59:59Z' }))).toEqual([]);
    expect(namesOf(await list({ location, q: 'ON old' }))).toEqual(['old one']);
    expect(namesOf(await list({ location, q: 'on', asOf: NOW }))).toEqual(['one']);
    expect(namesOf(await list({ location, q: 'old', asOf: NOW }))).toEqual([]);
    const page = await list({ location, limit: 1 });
    expect(namesOf(await list({ location, limit: 1, after: page.next }))).toEqual(['two']);
  });

  test('find by words of name, number and serial, and by their beginnings', async () => {
    const location = unique('room');
    const { number } = await register({ name: 'web-01.Example.com', serial: unique('S/N '), location });
    await register({ name: 'The other', location });
    const { serial } = (await list({ location })).items[0];
    for (const q of ['web-01', 'example.com', 'com web', 'WEB', number!.toLowerCase(), serial])
      expect({ q, names: namesOf(await list({ location, q })) }).toEqual({ q, names: ['web-01.Example.com'] });
    expect(namesOf(await list({ location, q: 'the' }))).toEqual(['The other']);
    for (const q of ['web other', '?!']) expect(namesOf(await list({ location, q }))).toEqual([]);
  });

  test('find by a name in another system, which only one item has', async () => {
    const identities = [{ source: 'vcenter', id: unique('vm-') }];
    const { id } = await register({ identities });
    const found = await list({ source: 'vcenter', externalId: identities[0]!.id });
    expect(found.items).toMatchObject([{ id }]);
    await expect(register({ identities })).rejects.toMatchObject({ code: 'identity-taken' });
  });
});

test('of several that are registered in the same moment, one gets a name in another system', async () => {
  const identities = [{ source: 'vcenter', id: unique('vm-') }];
  const asked = await Promise.allSettled([1, 2, 3].map(() => register({ identities })));
  const refused = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason as object] : []));
  expect(refused).toMatchObject([{ code: 'identity-taken' }, { code: 'identity-taken' }]);
});

describe('classes', () => {
  test('are there from the start, grow and are versioned', async () => {
    const { items } = await cmdb.query('ListCiClasses');
    expect(items.map(({ key }: { key: string }) => key)).toEqual(
      expect.arrayContaining(['business_service', 'virtual_machine', 'network_device', 'licence', 'document']),
    );
    await cmdb.command('DefineCiClass', undefined, {
      key: 'mainframe',
      name: 'Mainframe',
      parent: 'computer',
      schema: { properties: { mips: { type: 'integer', minimum: 1 } }, required: ['mips'] },
    });
    await expect(register({ class: 'mainframe' })).rejects.toMatchObject({ code: 'attributes-missing' });
    const { id } = await register({ class: 'mainframe', attributes: { mips: 5, hostname: 'z' } });
    cmdb.clock.advance(HOUR);
    const schema = {
      properties: { mips: { type: 'integer' }, lpars: { type: 'integer' } },
      required: ['mips', 'lpars'],
    };
    await cmdb.command('ReviseCiClass', undefined, { key: 'mainframe', schema });
    expect(await cmdb.query('GetCiClass', { id: 'mainframe' })).toMatchObject({ version: 2, parent: 'computer' });
    expect(await cmdb.query('GetCiClass', { id: 'mainframe', asOf: NOW })).toMatchObject({ version: 1 });
    // It lacks what is required only since: other things may still be said of it.
    await cmdb.command('ReviseConfigurationItem', id, { attributes: { mips: 6 } });
    await expect(cmdb.command('ReviseConfigurationItem', id, { attributes: { mips: null } })).rejects.toMatchObject({
      code: 'attributes-missing',
    });
  });

  test.each([
    ['a reference', { $ref: 'http://example.com/schema.json' }],
    ['nonsense', { type: 'nonsense' }],
    ['a pattern that may take for ever', { type: 'string', pattern: '^(a+)+$' }],
    ['a pattern that is none', { type: 'string', pattern: '(' }],
    ['absurd depth', { items: { items: { items: { items: { items: { items: { items: {} } } } } } } }],
    ['absurd size', { enum: Array.from({ length: 20_000 }, (_, index) => index) }],
  ])('refuse %s', async (_, rule) => {
    const command = { key: unique('odd'), name: 'Odd', parent: 'document', schema: { properties: { odd: rule } } };
    await expect(cmdb.command('DefineCiClass', undefined, command)).rejects.toMatchObject({
      status: 422,
      code: 'class-schema-invalid',
    });
  });

  test('refuse what is inherited, and a parent that is none', async () => {
    const command = { key: 'blade', name: 'Blade', parent: 'server', schema: { properties: { model: {} } } };
    await expect(cmdb.command('DefineCiClass', undefined, command)).rejects.toMatchObject({
      code: 'attribute-inherited',
    });
    await expect(cmdb.command('DefineCiClass', undefined, { ...command, parent: 'tree' })).rejects.toMatchObject({
      code: 'class-unknown',
    });
  });
});

describe('relations', () => {
  test('have periods, are stated late, and show from both ends', async () => {
    const [app, host] = [await register({ class: 'application' }), await register()];
    await relate(app.id, 'runs_on', host.number!, { from: '2026-01-01T00:00:00Z' });
    expect(await relate(app.id, 'runs_on', host.id)).toMatchObject({ recorded: 0 });
    await expect(relate(app.id, 'runs_on', host.id, { from: '2025-01-01T00:00:00Z' })).rejects.toMatchObject({
      code: 'relation-overlaps',
    });
    await relate(app.id, 'runs_on', host.id, { from: '2025-01-01T00:00:00Z', to: '2025-02-01T00:00:00Z' });
    const at = async (id: string, asOf?: string) => (await cmdb.query('ListRelations', { id, asOf })).items.length;
    expect([await at(app.id), await at(host.id)]).toEqual([1, 1]);
    expect(await at(host.id, '2025-01-15T00:00:00Z')).toBe(1);
    expect(await at(host.id, '2025-06-01T00:00:00Z')).toBe(0);
    await cmdb.command('UnrelateConfigurationItem', app.id, { kind: 'runs_on', targetId: host.id });
    expect([await at(app.id), await at(app.id, '2026-02-01T00:00:00Z')]).toEqual([0, 1]);
    expect((await get(app.id)).relations).toEqual([]);
  });

  test('are refused to nothing, to itself, ahead and backwards', async () => {
    const [one, other] = [await register(), await register()];
    const code = (name: string) => ({ code: name, status: 422 });
    await expect(relate(one.id, 'uses', randomUUID())).rejects.toMatchObject(code('relation-target-unknown'));
    await expect(relate(one.id, 'uses', one.id)).rejects.toMatchObject(code('relation-to-itself'));
    const ahead = { from: '2030-01-01T00:00:00Z' };
    await expect(relate(one.id, 'uses', other.id, ahead)).rejects.toMatchObject(code('instant-ahead'));
    const backwards = { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' };
    await expect(relate(one.id, 'uses', other.id, backwards)).rejects.toMatchObject(code('relation-period-invalid'));
  });
});

describe('impact', () => {
  const impact = (id: string, params: object = {}): Promise<ImpactView> => cmdb.query('GetImpact', { id, ...params });

  test('tells who is affected and what is needed, services flagged, with the way there', async () => {
    const service = await register({ class: 'business_service', name: 'Payroll', criticality: 'critical' });
    const [app, host, disk] = [await register({ class: 'application' }), await register(), await register()];
    await relate(service.id, 'depends_on', app.id);
    await relate(app.id, 'runs_on', host.id);
    await relate(disk.id, 'part_of', host.id);
    await relate(host.id, 'connects_to', service.id);
    const up = await impact(disk.number!);
    expect(up.nodes.map(({ id, depth }) => [id, depth])).toEqual([
      [host.id, 1],
      [app.id, 2],
      [service.id, 3],
    ]);
    expect(up.nodes[2]).toMatchObject({
      service: true,
      live: true,
      criticality: 'critical',
      path: [disk.id, host.id, app.id, service.id],
    });
    expect(up.services).toEqual({ total: 1, live: 1, byCriticality: { critical: 1 } });
    expect((await impact(service.id, { direction: 'downstream', depth: 2 })).nodes.map(({ id }) => id)).toEqual([
      app.id,
      host.id,
    ]);
    expect(await impact(disk.id, { limit: 1 })).toMatchObject({ total: 3, truncated: true, complete: true });
    expect((await impact(disk.id, { kinds: 'part_of' })).total).toBe(1);
    await expect(impact(disk.id, { asOf: '2026-03-01T00:00:00Z' })).rejects.toMatchObject({
      status: 404,
      code: 'not-found',
    });
  });

  test('is a breadth-first search, now and at any instant of the past', async () => {
    const size = 40;
    const items = [];
    for (let index = 0; index < size; index += 1) items.push((await register({ since: '2020-01-01T00:00:00Z' })).id);
    const day = (n: number) => new Date(Date.UTC(2025, 0, 1 + n)).toISOString();
    const edges: { source: string; target: string; kind: RelationKind; from: string; to: string | null }[] = [];
    const random = fc.sample(fc.tuple(fc.nat(size - 1), fc.nat(size - 1), fc.nat(6), fc.nat(200), fc.nat(300)), {
      numRuns: 110,
      seed: 42,
    });
    for (const [a, b, k, from, to] of random) {
      const [source, target, kind] = [items[a]!, items[b]!, RELATION_KINDS[k]!];
      if (a === b || edges.some((one) => one.source === source && one.target === target && one.kind === kind)) continue;
      const edge = { source, target, kind, from: day(from), to: to > from ? day(to) : null };
      edges.push(edge);
      await relate(source, kind, target, { from: edge.from, ...(edge.to && { to: edge.to }) });
    }
    const search = (root: string, upstream: boolean, depth: number, at: string | undefined) => {
      const found = new Map([[root, 0]]);
      let level = [root];
      for (let step = 1; step <= depth; step += 1) {
        const next = new Set<string>();
        for (const { source, target, kind, from, to } of edges) {
          if (at === undefined ? to !== null : from > at || (to !== null && to <= at)) continue;
          const [needy, needed] = NEEDY_END[kind] === 'source' ? [source, target] : [target, source];
          const [here, there] = upstream ? [needed, needy] : [needy, needed];
          if (level.includes(here) && !found.has(there)) next.add(there);
        }
        for (const one of next) found.set(one, step);
        level = [...next];
      }
      found.delete(root);
      return found;
    };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...items),
        fc.constantFrom('upstream' as const, 'downstream' as const),
        fc.integer({ min: 1, max: 10 }),
        fc.option(fc.integer({ min: 0, max: 310 }), { nil: undefined }),
        async (root, direction, depth, n) => {
          const asOf = n === undefined ? undefined : day(n);
          const expected = search(root, direction === 'upstream', depth, asOf);
          const { nodes, total } = await impact(root, { direction, depth, asOf });
          expect(new Map(nodes.map((node) => [node.id, node.depth]))).toEqual(expected);
          expect(total).toBe(expected.size);
          for (const { id, path, depth: its } of nodes) {
            expect([path[0], path.at(-1), path.length]).toEqual([root, id, its + 1]);
            for (const [index, step] of path.entries())
              expect(search(root, direction === 'upstream', depth, asOf).get(step) ?? 0).toBe(index);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

test('precedence is versioned', async () => {
  const precedence = { standard: ['discovery', 'manual'], fields: { location: ['manual'] } };
  await cmdb.command('ReviseSourcePrecedence', undefined, precedence, CONNIE);
  expect(await cmdb.query('GetCmdbSettings')).toMatchObject({ precedence, precedenceVersion: 2, version: 1 });
  await cmdb.command('ReviseSourcePrecedence', undefined, { standard: ['manual'], fields: {} }, CONNIE);
});

describe('an item that an import names', () => {
  const AT = '2016-02-29T01:16:00.000Z';
  const bring = (name: string, batch = 'b-1') =>
    cmdb.command('ImportConfigurationItemStub', externalId('servicenow', 'configuration_item', name), {
      source: 'servicenow',
      number: name,
      batch,
      row: 3,
      at: AT,
    });
  const withdraw = (id: string, batch = 'b-1') => cmdb.command('WithdrawConfigurationItemStub', id, { batch });

  test('is listed as such, until it is withdrawn', async () => {
    const name = unique('ci ');
    const { id, recorded } = await bring(name);
    expect(recorded).toBe(1);
    expect(await bring(name, 'b-2')).toMatchObject({ recorded: 0 });
    const shown = await get(id);
    expect(shown).toMatchObject({
      name,
      class: 'configuration_item',
      importedOnly: true,
      external: { source: 'servicenow', number: name },
      registeredAt: AT,
    });
    expect(namesOf(await list({ imported: true }))).toEqual([name]);
    expect(namesOf(await list({ name, asOf: '2017-01-01T00:00:00Z' }))).toEqual([name]);
    await withdraw(id);
    for (const params of [{ imported: true }, { name, asOf: '2017-01-01T00:00:00Z' }])
      expect(namesOf(await list(params))).toEqual([]);
    await expect(get(id)).rejects.toMatchObject({ status: 404, code: 'not-found' });
    expect(await bring(name, 'b-3')).toMatchObject({ recorded: 1 });
    expect(await get(id)).toMatchObject({ number: shown.number, importedOnly: true });
    await expect(withdraw(id)).rejects.toMatchObject({ code: 'imported-by-another-batch' });
    await expect(
      cmdb.command('ImportConfigurationItemStub', randomUUID(), {
        source: 'servicenow',
        number: name,
        batch: 'b-3',
        row: 3,
        at: AT,
      }),
    ).rejects.toMatchObject({ status: 422, code: 'import-id-mismatch' });
  });

  test('stays once more is known of it, or others are related to it', async () => {
    const [revised, needed] = [await bring(unique('ci ')), await bring(unique('ci '))];
    await cmdb.command('ReviseConfigurationItem', revised.id, { location: 'Berlin' });
    expect(await get(revised.id)).toMatchObject({ importedOnly: false, external: { source: 'servicenow' } });
    const { id } = await register();
    await relate(id, 'runs_on', needed.id);
    for (const stub of [revised, needed])
      await expect(withdraw(stub.id)).rejects.toMatchObject({ status: 409, code: 'worked-on-since-import' });
  });
});
