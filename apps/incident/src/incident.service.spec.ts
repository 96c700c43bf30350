import { importedIncidentId } from '@opsledger/contracts';
import {
  ADA,
  CARLA,
  LEAK,
  NETWORK,
  ROOT,
  SAM,
  referenceTo,
  runningIncidents,
  type RunningIncidents,
} from './incident.fixture';

let incidents: RunningIncidents;
beforeAll(async () => (incidents = await runningIncidents()));
afterAll(() => incidents.stop());

const NOW = '2026-03-02T09:00:00.000Z';
beforeEach(() => incidents.clock.set(NOW));

let counter = 0;
const unique = (name: string) => `${name}${(counter += 1)}`;
const log = (data: object = {}, by = ADA) =>
  incidents.command('LogIncident', undefined, { title: 'Printer on fire', impact: 2, urgency: 3, ...data }, by);
const idsOf = ({ items }: { items: { id: string }[] }) => items.map(({ id }) => id);
const list = (params: object, by = ADA) => incidents.query('ListIncidents', params, by);
const get = (id: string, params: object = {}, by = ADA) => incidents.query('GetIncident', { id, ...params }, by);
const refused = { status: 404, code: 'not-found' };

describe('one incident', () => {
  test('is shown as it is, by id or number', async () => {
    const { id, number } = await log({
      caller: referenceTo(CARLA),
      description: 'Flames.',
      assign: { teamId: NETWORK.id, personId: ADA.actor.id },
    });
    await incidents.command('CommentOnIncident', id, { body: 'On my way.' });
    await incidents.command('AddWorkNote', id, { body: 'Bring sand.' });
    const shown = await get(id);
    expect(shown).toMatchObject({
      id,
      number,
      title: 'Printer on fire',
      description: 'Flames.',
      state: 'new',
      priority: 'P4',
      team: NETWORK,
      assignee: referenceTo(ADA),
      caller: referenceTo(CARLA),
      openedBy: referenceTo(ADA),
      openedAt: NOW,
      comments: [{ body: 'On my way.', byCaller: false, by: referenceTo(ADA) }],
      workNotes: [{ body: 'Bring sand.' }],
      version: 4,
    });
    expect(await get(number!.toLowerCase())).toEqual(shown);
    expect(number).toMatch(/^INC\d{7}$/);
  });

  test('has a caller that the directory knows', async () => {
    await expect(log({ caller: { id: 'p-gone', name: 'Gone' } })).rejects.toMatchObject({
      ...{ status: 422, code: 'caller-unknown', detail: expect.stringContaining('p-gone') },
    });
    const { id } = await log({ caller: { ...referenceTo(CARLA), name: 'Somebody on the phone' } });
    expect((await get(id)).caller).toEqual(referenceTo(CARLA));
  });

  test('is found right after it was logged, also without a position', async () => {
    const { id } = await log();
    expect((await incidents.query('GetIncident', { id }, ADA, 'none')).id).toBe(id);
  });

  test('is shown as it was', async () => {
    const { id } = await log();
    incidents.clock.advance(3_600_000);
    await incidents.command('AssessIncident', id, { impact: 1, urgency: 1 });
    expect(await get(id)).toMatchObject({ priority: 'P1', version: 2 });
    expect(await get(id, { asOf: '2026-03-02T10:30:00+01:00' })).toMatchObject({ priority: 'P4', version: 1 });
    await expect(get(id, { asOf: '2026-03-01T00:00:00Z' })).rejects.toMatchObject(refused);
  });

  test('has a history: who, when, what it was and became', async () => {
    const { id, number } = await log();
    await incidents.command('AssessIncident', id, { impact: 1, urgency: 3 });
    const { items, ...rest } = await incidents.query('GetIncidentHistory', { id: number });
    expect(rest).toEqual({ id, number, external: null, withdrawals: 0, superseded: [] });
    expect(items[1]).toMatchObject({
      type: 'IncidentAssessed',
      revision: 2,
      occurredAt: NOW,
      recordedAt: expect.any(String),
      by: { id: 'p-ada', kind: 'person' },
      changes: [
        { field: 'impact', before: 2, after: 1 },
        { field: 'priority', before: 'P4', after: 'P3' },
      ],
      data: { matrixVersion: 1 },
      imported: null,
    });
  });

  test('has a history that begins with all it was logged with', async () => {
    const service = { id: unique('s-'), name: 'Printing' };
    const { id } = await log({ category: 'hardware', subcategory: 'printer', service });
    const { items } = await incidents.query('GetIncidentHistory', { id });
    expect(items[0]).toMatchObject({
      type: 'IncidentLogged',
      changes: [],
      data: { title: 'Printer on fire', priority: 'P4', category: 'hardware', subcategory: 'printer', service },
    });
    expect(items[0].data).not.toHaveProperty('keys');
  });

  test('that is not there is not found', async () => {
    for (const name of ['00000000-0000-4000-8000-000000000000', 'INC9999999', 'nonsense']) {
      await expect(get(name)).rejects.toMatchObject(refused);
      await expect(incidents.query('GetIncidentHistory', { id: name })).rejects.toMatchObject(refused);
    }
  });

  test('tells why a move is refused, and what is possible', async () => {
    const { id, number } = await log();
    await expect(incidents.command('CloseIncident', id)).rejects.toMatchObject({
      status: 409,
      code: 'move-not-permitted',
      detail: expect.stringContaining(`${number} is new`),
      extensions: { state: 'new', possible: ['in_progress', 'resolved', 'canceled'] },
    });
  });
});

describe('a requester', () => {
  test('sees their own incidents, as caller or watcher, and no work notes anywhere', async () => {
    const { id, number } = await log({ title: unique('secret') }, CARLA);
    await incidents.command('AddWorkNote', id, { body: 'She calls every day.' });
    const shown = await get(id, {}, CARLA);
    expect(shown.caller).toEqual(referenceTo(CARLA));
    expect(JSON.stringify(shown)).not.toContain('every day');
    expect(JSON.stringify(await get(id, { asOf: '2027-01-01T00:00:00Z' }, CARLA))).not.toContain('every day');
    const history = await incidents.query('GetIncidentHistory', { id }, CARLA);
    expect(history.items.map(({ type }: { type: string }) => type)).toEqual(['IncidentLogged']);
    expect(JSON.stringify(await list({ number }, CARLA))).not.toContain('every day');
    expect(idsOf(await list({ q: 'every day' }, ADA))).toEqual([]);

    await expect(get(id, {}, SAM)).rejects.toMatchObject(refused);
    await expect(get(number!, {}, SAM)).rejects.toMatchObject(refused);
    await expect(incidents.query('GetIncidentHistory', { id }, SAM)).rejects.toMatchObject(refused);
    await expect(incidents.command('CommentOnIncident', id, { body: 'Hi' }, SAM)).rejects.toMatchObject(refused);
    expect(idsOf(await list({ number }, SAM))).toEqual([]);

    await incidents.command('WatchIncident', id, { person: referenceTo(SAM) });
    expect((await get(id, {}, SAM)).id).toBe(id);
    expect(idsOf(await list({ number }, SAM))).toEqual([id]);
    await incidents.command('UnwatchIncident', id, { personId: SAM.actor.id });
    await expect(get(id, {}, SAM)).rejects.toMatchObject(refused);
  });

  test.each([
    ['CommentOnIncident', { body: 'Hi' }],
    ['LinkAttachment', { name: 'photo', url: 'https://files.example/1' }],
    ['ReopenIncident', { reason: 'It burns again.' }],
  ])('is told by %s the same of a foreign incident as of none, whatever version they claim', async (type, data) => {
    const { id } = await log({}, CARLA);
    const told = (id: string, expectedVersion?: number) => {
      const message = { service: 'incident', type, data, now: NOW, correlationId: 'spec', expectedVersion, ...SAM };
      return incidents.services.command({ ...message, id }).catch(({ status, code, title, detail, extensions }) => ({
        ...{ status, code, title, extensions },
        detail: detail.replace(id, '…'),
      }));
    };
    const ofNone = await told('0199aaaa-0000-7000-8000-000000000001');
    expect(ofNone).toMatchObject({ status: 404, code: 'not-found', extensions: {} });
    for (const version of [undefined, 1, 7]) expect(await told(id, version)).toEqual(ofNone);
  });

  test('is told by questions the same of a foreign incident as of none', async () => {
    const { id, number } = await log({}, CARLA);
    const told = (type: string, name: string, params: object = {}) =>
      incidents
        .query(type, { id: name, ...params }, SAM)
        .catch(({ status, code, title, detail }) => ({ status, code, title, detail: detail.replace(name, '…') }));
    const ofNone = await told('GetIncident', 'INC9999999');
    for (const type of ['GetIncident', 'GetIncidentHistory'])
      for (const name of [id, number!, '0199aaaa-0000-7000-8000-000000000001'])
        expect(await told(type, name)).toEqual(ofNone);
    expect(await told('GetIncident', id, { asOf: NOW })).toEqual(ofNone);
  });

  test('follows up incidents of their own; others do not exist for them', async () => {
    const [own, foreign] = [await log({}, CARLA), await log({}, SAM)];
    const { id } = await log({ followUpOf: own.number }, CARLA);
    expect((await get(id)).links).toMatchObject([{ kind: 'follow_up_of', target: { id: own.id } }]);
    for (const followUpOf of [foreign.id, foreign.number, 'INC9999999'])
      await expect(log({ followUpOf }, CARLA)).rejects.toMatchObject({ status: 422, code: 'link-target-unknown' });
  });

  test('is whoever says nothing about roles', async () => {
    const { id } = await log();
    await expect(get(id, {}, { ...ADA, roles: [] })).rejects.toMatchObject(refused);
  });
});

describe('lists', () => {
  test('are filtered by what an incident is now', async () => {
    const category = unique('category');
    const service = { id: unique('s-'), name: unique('Service ') };
    const { id, number } = await log({
      category,
      service,
      description: 'Organizations: no 16.2 in /var/log of web-01.example.com',
      channel: 'chat',
      assign: { teamId: NETWORK.id, personId: ADA.actor.id },
    });
    const { id: other } = await log({ category, caller: referenceTo(CARLA) });
    await incidents.command('StartIncident', id);
    await incidents.command('PutIncidentOnHold', id, { reason: 'vendor' });
    await incidents.command('ProposeMajorIncident', id, { justification: 'big' });

    const filters: [object, string[]][] = [
      [{ state: 'on_hold' }, [id]],
      [{ state: 'new,on_hold' }, [other, id]],
      [{ state: 'resolved' }, []],
      [{ priority: 'P4,P1' }, [other, id]],
      [{ priority: 'P1' }, []],
      [{ teamId: NETWORK.id }, [id]],
      [{ team: 'Network' }, [id]],
      [{ assigneeId: 'p-ada' }, [id]],
      [{ assignee: 'Ada Agent' }, [id]],
      [{ callerId: 'p-carla' }, [other]],
      [{ serviceId: service.id }, [id]],
      [{ service: service.name }, [id]],
      [{ channel: 'chat' }, [id]],
      [{ onHoldFor: 'vendor' }, [id]],
      [{ onHoldFor: 'caller' }, []],
      [{ majorState: 'candidate' }, [id]],
      [{ major: true }, []],
      [{ major: false }, [other, id]],
      [{ number }, [id]],
      [{ externalNumber: number }, []],
      [{ openedFrom: NOW, updatedTo: '2026-03-02T09:00:00.001Z' }, [other, id]],
      [{ openedTo: NOW }, []],
      [{ updatedFrom: '2026-03-02T09:00:00.001Z' }, []],
      [{ q: 'printer fire' }, [other, id]],
      [{ q: number }, [id]],
      [{ q: 'example.com' }, [id]],
      [{ q: '16.2 var/log' }, [id]],
      [{ q: 'organizing' }, [id]],
    ];
    for (const [filter, expected] of filters)
      expect({ filter, ids: idsOf(await list({ category, ...filter })) }).toEqual({ filter, ids: expected });
  });

  test('find words that many incidents have in the order of the list, with every other filter', async () => {
    const word = unique('flood').replaceAll(/[^a-z0-9]/g, '');
    const category = unique('category');
    const ids: string[] = [];
    while (ids.length < 1_010) {
      incidents.clock.advance(1_000);
      const some = await Promise.all(
        Array.from({ length: 101 }, () => log({ title: word, ...(ids.length === 0 && { category }) })),
      );
      ids.push(...some.map(({ id }) => id));
    }
    const latest = idsOf(await list({ q: word.slice(0, -1), limit: 100 }));
    expect(latest).toHaveLength(100);
    expect(ids.slice(-101)).toEqual(expect.arrayContaining(latest));
    expect(idsOf(await list({ q: word, category, limit: 200 })).sort()).toEqual(ids.slice(0, 101).sort());
    const paged: string[] = [];
    for (let after: string | undefined, more = true; more; more = after !== undefined) {
      const page = await list({ q: word, limit: 400, ...(after && { after }) });
      paged.push(...idsOf(page));
      after = page.next;
    }
    expect(paged.slice(0, 100)).toEqual(latest);
    expect(paged).toHaveLength(1_010);
    expect([...paged].sort()).toEqual([...ids].sort());
    expect(idsOf(await list({ q: `${word} nobodywrotethis` }))).toEqual([]);
  });

  test('are sorted either way and paged without gaps or repetitions', async () => {
    const category = unique('category');
    const levels = [
      [1, 1],
      [3, 3],
      [2, 2],
      [1, 1],
    ];
    for (const [impact, urgency] of levels) {
      incidents.clock.advance(60_000);
      await log({ category, impact, urgency });
    }
    const pages = async (sort: string) => {
      const seen: any[] = [];
      let after: string | undefined;
      do {
        const page = await list({ category, sort, limit: 1, ...(after && { after }) });
        seen.push(...page.items);
        after = page.next;
      } while (after);
      return seen;
    };
    expect((await pages('-openedAt')).map(({ priority }) => priority)).toEqual(['P1', 'P3', 'P5', 'P1']);
    expect((await pages('openedAt')).map(({ priority }) => priority)).toEqual(['P1', 'P5', 'P3', 'P1']);
    expect((await pages('priority')).map(({ priority }) => priority)).toEqual(['P1', 'P1', 'P3', 'P5']);
    expect((await pages('-priority')).map(({ priority }) => priority)).toEqual(['P5', 'P3', 'P1', 'P1']);
    // Equals by their opening: the oldest first, in a list of what is to be done next.
    const [first, second] = await pages('number');
    expect(idsOf({ items: await pages('priority') }).slice(0, 2)).toEqual([first.id, (await pages('-openedAt'))[0].id]);
    await incidents.command('ResolveIncident', first.id, { code: 'fixed', notes: 'Done.' });
    incidents.clock.advance(60_000);
    await incidents.command('ResolveIncident', second.id, { code: 'fixed', notes: 'Done.' });
    expect(idsOf({ items: await pages('resolvedAt') }).slice(0, 2)).toEqual([first.id, second.id]);
    expect(idsOf({ items: await pages('-resolvedAt') }).slice(0, 2)).toEqual([second.id, first.id]);
    expect(await pages('-resolvedAt')).toHaveLength(4);
    expect((await pages('-state')).map(({ state }) => state).slice(0, 2)).toEqual(['resolved', 'resolved']);
    expect((await pages('-updatedAt'))[0].id).toBe(second.id);
  });

  test('are found by words, their beginnings and other forms, in title, description and comments', async () => {
    const word = unique('zylinder');
    const { id, number } = await log({ title: `The ${word} burns`, description: 'Toners are leaking' });
    await incidents.command('CommentOnIncident', id, { body: `Smells of marzipan${counter}` });
    for (const q of [
      word,
      word.slice(0, 6),
      `burning ${word}`,
      `leaks ${word}`,
      `toner ${word}`,
      `marzipan${counter}`,
      number,
    ])
      expect({ q, ids: idsOf(await list({ q })) }).toEqual({ q, ids: [id] });
    for (const q of [`${word} absent`, '!!!', `& | ! ( :* '`]) expect(idsOf(await list({ q }))).toEqual([]);
  });

  test('a wrong filter or a foreign cursor is said', async () => {
    await expect(list({ state: 'new,burning' })).rejects.toMatchObject({ status: 400 });
    await expect(list({ sort: 'beauty' })).rejects.toMatchObject({ status: 400 });
    await expect(list({ after: 'abc' })).rejects.toMatchObject({ status: 400, code: 'foreign-cursor' });
  });
});

describe('settings', () => {
  test('count from the moment they are revised, and are shown with their version', async () => {
    const strict = {
      1: { 1: 'P1', 2: 'P1', 3: 'P1' },
      2: { 1: 'P1', 2: 'P1', 3: 'P1' },
      3: { 1: 'P1', 2: 'P1', 3: 'P2' },
    };
    const before = await incidents.query('GetIncidentSettings');
    expect(before).toMatchObject({ matrixVersion: 1, version: 0, revisedBy: null, autoClose: { businessDays: 5 } });
    await log();
    incidents.clock.advance(1_000);
    await incidents.command('RevisePriorityMatrix', undefined, { matrix: strict }, ROOT);
    const { id } = await log();
    expect(await get(id)).toMatchObject({ priority: 'P1', matrixVersion: 2 });
    const after = await incidents.query('GetIncidentSettings');
    expect(after).toMatchObject({ matrix: strict, matrixVersion: 2, version: 1, revisedBy: referenceTo(ROOT) });
    expect(await incidents.query('GetIncidentSettings', { asOf: NOW })).toMatchObject({ matrixVersion: 1 });
    await incidents.command('RevisePriorityMatrix', undefined, { matrix: before.matrix }, ROOT);
  });
});

describe('for problem management', () => {
  test('a workaround is shown to staff, never to a requester', async () => {
    const { id } = await log({ caller: referenceTo(CARLA) });
    const problem = { id: '00000000-0000-4000-8000-0000000000bb', name: 'PRB0000001' };
    await incidents.command('LinkIncident', id, { kind: 'problem', target: problem });
    const note = () =>
      incidents.command('NoteWorkaround', id, { problem, workaround: 'Pull the plug.', workaroundRevision: 1 });
    await note();
    expect((await note()).recorded).toBe(0);
    expect((await get(id)).workarounds).toEqual([
      { problem, workaround: 'Pull the plug.', workaroundRevision: 1, at: NOW },
    ]);
    const history = await incidents.query('GetIncidentHistory', { id }, CARLA);
    expect(JSON.stringify([await get(id, {}, CARLA), await get(id, { asOf: NOW }, CARLA), history])).not.toContain(
      'plug',
    );
  });

  test('incidents of a category, and those opened in a period, are told; canceled ones are not', async () => {
    const category = unique('category');
    const [one, two, three] = [await log({ category }), await log({ category }), await log({ category })];
    await incidents.command('CancelIncident', three.id, { reason: 'A drill.' });
    await list({ category });
    const period = { from: NOW, to: NOW };
    const told = [one, two].map(({ id, number }) => ({ id, number, openedAt: NOW }));
    const clusters = async (atLeast: number) =>
      (await incidents.query('FindIncidentClusters', { ...period, atLeast, most: 200 })).clusters.filter(
        (it: { category: string }) => it.category === category,
      );
    expect(await clusters(2)).toEqual([{ category, incidents: told }]);
    expect(await clusters(3)).toEqual([]);
    const ids = [one.id, two.id, three.id];
    expect(await incidents.query('FindOpenedIncidents', { ids, ...period })).toEqual({ incidents: told });
    const later = { from: '2026-03-02T09:00:00.001Z', to: '2026-03-03T00:00:00.000Z' };
    expect(await incidents.query('FindOpenedIncidents', { ids, ...later })).toEqual({ incidents: [] });
  });
});

describe('links between incidents', () => {
  test('are looked up by number; circles are refused however long', async () => {
    const [a, b, c] = [await log(), await log(), await log()];
    await get(c.id);
    const parent = (child: { id: string }, target: { number?: string }) =>
      incidents.command('LinkIncident', child.id, { kind: 'parent', target: { id: target.number } });
    await parent(a, b);
    await parent(b, c);
    await expect(parent(c, a)).rejects.toMatchObject({ status: 409, code: 'link-cycle' });
    await expect(parent(c, { number: 'INC9999999' })).rejects.toMatchObject({ code: 'link-target-unknown' });
    expect((await get(a.id)).links).toEqual([{ kind: 'parent', target: { id: b.id, name: b.number } }]);
  });

  test('a problem named by its number is linked by its id, and taken off by its number', async () => {
    const { id } = await log();
    const linkWith = (target: object) => incidents.command('LinkIncident', id, { kind: 'problem', target });
    await linkWith({ id: 'prb0000001' });
    expect((await linkWith(LEAK)).recorded).toBe(0);
    expect((await get(id)).links).toEqual([{ kind: 'problem', target: LEAK }]);
    await incidents.command('UnlinkIncident', id, { kind: 'problem', targetId: LEAK.name });
    await linkWith({ id: 'PRB0000404', name: 'Of another system' });
    expect((await get(id)).links).toEqual([
      { kind: 'problem', target: { id: 'PRB0000404', name: 'Of another system' } },
    ]);
    await expect(linkWith({ id: 'PRB0000405' })).rejects.toMatchObject({ code: 'link-target-unnamed' });
  });

  test('a follow-up names the incident it follows', async () => {
    const first = await log();
    const second = await log({ followUpOf: first.id });
    expect((await get(second.id)).links).toEqual([
      { kind: 'follow_up_of', target: { id: first.id, name: first.number } },
    ]);
  });
});

describe('imported incidents', () => {
  const by = { id: 'p-old', name: 'Opened by 8' };
  const importing = (
    number: string,
    batch: string,
    between: { key: string; at: string; type: string }[] = [],
    superseded: string[] = [],
  ) => {
    const fact = (key: string, row: number, at: string, type: string, data: object) => ({
      key,
      row,
      at,
      by,
      type,
      data,
    });
    const logged = {
      title: `Imported ${number}`,
      description: null,
      caller: null,
      channel: 'phone',
      subcategory: null,
      location: null,
      impact: 2,
      urgency: 2,
      matrixVersion: 0,
      loggedByTeam: null,
      external: { source: 'servicenow', number },
    };
    const facts = [
      fact('logged', 1, '2016-02-29T01:16:00Z', 'IncidentLogged', logged),
      ...between.map(({ key, at, type }) => fact(key, 3, at, type, {})),
      fact('2', 2, '2016-02-29T05:16:00Z', 'IncidentClosed', { automatic: false }),
    ];
    const id = importedIncidentId('servicenow', number);
    return incidents.command('ImportIncident', id, { source: 'servicenow', number, batch, facts, superseded }, ROOT);
  };

  test('keep times, authors and number, get a number of ours, and are marked', async () => {
    const external = unique('SN');
    const { id, recorded } = await importing(external, 'b-1');
    expect(recorded).toBe(2);
    const [item] = (await list({ externalNumber: external })).items;
    expect(item).toMatchObject({
      id,
      state: 'closed',
      openedAt: '2016-02-29T01:16:00.000Z',
      external: { number: external },
    });
    expect(item.number).toMatch(/^INC\d{7}$/);
    expect(idsOf(await list({ q: external }))).toEqual([id]);
    const { items } = await incidents.query('GetIncidentHistory', { id });
    expect(items[1]).toMatchObject({
      occurredAt: '2016-02-29T05:16:00.000Z',
      by,
      imported: { batch: 'b-1', row: 2, contradiction: expect.stringContaining('from new to closed') },
    });
    expect((await importing(external, 'b-2')).recorded).toBe(0);
    expect((await get(id)).number).toBe(item.number);
  });

  test('told again with a step that was left out, they stay closed everywhere; undone, they are as before', async () => {
    const external = unique('SN');
    const { id, number } = await importing(external, 'b-1');
    const start = { key: '1', at: '2016-02-29T03:16:00Z', type: 'IncidentWorkStarted' };
    expect(await importing(external, 'b-2', [start])).toMatchObject({ number, recorded: 4, imported: 1 });

    const steps = async () => {
      const { items } = await incidents.query('GetIncidentHistory', { id });
      return items.map(({ type }: { type: string }) => type);
    };
    expect(await steps()).toEqual(['IncidentLogged', 'IncidentWorkStarted', 'IncidentClosed']);
    expect(await get(id)).toMatchObject({ number, state: 'closed' });
    expect(await get(id, { asOf: '2016-02-29T04:00:00Z' })).toMatchObject({ state: 'in_progress' });
    expect((await list({ externalNumber: external })).items).toEqual([
      expect.objectContaining({ id, state: 'closed' }),
    ]);
    expect((await importing(external, 'b-3', [start])).recorded).toBe(0);

    await incidents.command('WithdrawImportedIncident', id, { batch: 'b-2' }, ROOT);
    expect(await steps()).toEqual(['IncidentLogged', 'IncidentClosed']);
    expect(idsOf(await list({ q: external }))).toEqual([id]);
  });

  test('name what a fuller import left out, until that is undone', async () => {
    const external = unique('SN');
    const late = { key: '3', at: '2016-02-29T04:16:00Z', type: 'IncidentWorkStarted' };
    const { id } = await importing(external, 'b-1', [late]);
    const history = () => incidents.query('GetIncidentHistory', { id });
    const told = (await history()).items[1].id;
    await importing(external, 'b-2', [{ ...late, key: '1', at: '2016-02-29T03:16:00Z' }], [told]);
    expect(await history()).toMatchObject({ superseded: [told] });
    await incidents.command('WithdrawImportedIncident', id, { batch: 'b-2' }, ROOT);
    expect(await history()).toMatchObject({ superseded: [] });
  });

  test('disappear when withdrawn, and come back when imported again', async () => {
    const external = unique('SN');
    const { id, number } = await importing(external, 'b-1');
    await incidents.command('WithdrawImportedIncident', id, { batch: 'b-1' }, ROOT);
    expect(idsOf(await list({ externalNumber: external }))).toEqual([]);
    expect(idsOf(await list({ q: external }))).toEqual([]);
    for (const params of [{}, { asOf: '2020-01-01T00:00:00Z' }])
      await expect(get(id, params)).rejects.toMatchObject(refused);
    await expect(incidents.query('GetIncidentHistory', { id })).rejects.toMatchObject(refused);
    await expect(incidents.command('AddWorkNote', id, { body: 'x' })).rejects.toMatchObject(refused);

    expect((await importing(external, 'b-3')).recorded).toBe(2);
    expect(idsOf(await list({ externalNumber: external }))).toEqual([id]);
    expect(await get(id)).toMatchObject({ number, state: 'closed', version: 5 });
    expect(await get(id, { asOf: '2016-02-29T02:00:00Z' })).toMatchObject({ state: 'new' });
  });
});
