import { Api } from '../client/api';
import { fakeServer, fakeTerminal, noSleep, type FakeServer } from '../fake-server.fixture';
import { undoImport } from './undo-import';

let server: FakeServer;
afterEach(() => server.close());

const incident = (n: number) => ({ id: `id-${n}`, number: `INC000000${n}` });

const stubs: Record<string, object[]> = {
  '/v1/problems': [
    { id: 'prb-1', number: 'PRB1' },
    { id: 'prb-2', number: 'PRB2' },
  ],
  '/v1/configuration-items': [{ id: 'ci-1', number: 'CI1' }],
};

/** The history of an incident that was linked with a problem, and perhaps was unlinked later. */
const naming = (id: string, ...later: object[]) => ({
  items: [{ type: 'IncidentLinked', data: { kind: 'problem', target: { id } } }, ...later],
});

/** Answers about a record that an import made of what incidents name: what brought it, and who names it. */
const stubAnswer = (path: string, batch: string, ...naming: string[]): object => {
  if (path.startsWith('/v1/links'))
    return { items: naming.map((number) => ({ from: { record: 'incident', id: number, name: number } })) };
  if (path.endsWith('/history')) return { items: [{ type: 'ProblemImported', imported: { batch } }] };
  return { items: stubs[path.split('?')[0]!] ?? [] };
};

const refusal = (code: string, detail: string) => ({
  status: 409,
  body: { type: `urn:opsledger:problem:${code}`, detail },
});

test('takes back what the batch told, page after page, and tells what stays', async () => {
  const told = new Map([1, 2, 4, 5, 6].map((n) => [`id-${n}`, incident(n)]));
  server = await fakeServer(({ path, method }) => {
    if (method === 'GET' && path.startsWith('/v1/incidents/id-2')) return { body: naming('prb-1') };
    if (method === 'GET' && !path.startsWith('/v1/incidents')) return { body: stubAnswer(path, 'b 1') };
    if (method === 'GET') {
      const [first, second, ...others] = [...told.values()];
      return path.includes('after=')
        ? { body: { items: others } }
        : { body: { items: [first, second].filter(Boolean), next: 'more' } };
    }
    if (path.includes('id-2')) return refusal('worked-on-since-import', 'It was worked on here.');
    if (path.includes('id-5')) return refusal('imported-by-another-batch', 'Another batch brought it.');
    const id = path.split('/')[3]!;
    told.delete(id);
    // Late in the list: it was imported a moment ago.
    if (id === 'id-1') told.set('id-7', incident(7));
    return { body: { recorded: id === 'id-6' ? 4 : 1 } };
  });
  const context = { api: new Api({ url: server.url, sleep: noSleep }), terminal: fakeTerminal() };
  await expect(undoImport('b 1', 'a trial', context)).resolves.toEqual({
    withdrawn: 3,
    reduced: 1,
    stubs: 2,
    kept: [
      { number: 'INC0000002', why: 'It was worked on here.' },
      { number: 'PRB1', why: 'INC0000002 names it and stays.' },
    ],
  });
  const asked = server.asked.map(({ path }) => path);
  expect(asked).toEqual(
    expect.arrayContaining(['/v1/problems/prb-2/withdraw-import', '/v1/configuration-items/ci-1/withdraw-import']),
  );
  expect(asked).not.toContain('/v1/problems/prb-1/withdraw-import');
  expect(asked[0]).toContain('importBatch=b+1');
  expect(server.asked.find(({ method }) => method === 'POST')).toMatchObject({
    body: { batch: 'b 1', reason: 'a trial' },
  });
  expect(asked.filter((path) => path.includes('id-2/withdraw-import'))).toHaveLength(1);
});

test('what an incident that stays has named before stays as well: it names it again when a later batch is undone', async () => {
  const unlinked = { type: 'IncidentUnlinked', data: { kind: 'problem', target: { id: 'prb-2' } } };
  server = await fakeServer(({ path, method }) => {
    if (method === 'GET' && path.startsWith('/v1/incidents/id-2')) return { body: naming('prb-2', unlinked) };
    if (method === 'GET' && path.startsWith('/v1/incidents')) return { body: { items: [incident(2)] } };
    if (method === 'GET') return { body: stubAnswer(path, 'b 1') };
    if (path.includes('id-2')) return refusal('imported-later', 'Batch c was imported later.');
    return path.includes('prb-1') ? refusal('imported-by-another-batch', 'Another batch.') : { body: { recorded: 1 } };
  });
  const context = { api: new Api({ url: server.url, sleep: noSleep }), terminal: fakeTerminal() };
  await expect(undoImport('b 1', undefined, context)).resolves.toMatchObject({
    stubs: 1,
    kept: [
      { number: 'INC0000002', why: 'Batch c was imported later.' },
      { number: 'PRB2', why: 'INC0000002 names it and stays.' },
    ],
  });
});

test.each([
  ['b 1', [{ number: 'PRB1', why: 'INC0000009 names it and stays.' }]],
  ['of another import', []],
])('a record made by batch %s stays while an incident of another import names it', async (maker, kept) => {
  const told = new Map([['id-1', incident(1)]]);
  server = await fakeServer(({ path, method }) => {
    if (method === 'GET' && path === '/v1/incidents/INC0000001') return { status: 404, body: { detail: 'Withdrawn.' } };
    if (method === 'GET' && path === '/v1/incidents/INC0000008') return { body: { links: [] } };
    if (method === 'GET' && path === '/v1/incidents/INC0000009')
      return { body: { links: [{ kind: 'problem', target: { id: 'prb-1' } }] } };
    if (method === 'GET' && path.startsWith('/v1/incidents')) return { body: { items: [...told.values()] } };
    if (method === 'GET')
      return {
        body: stubAnswer(path, maker, 'INC0000001', 'INC0000008', ...(path.includes('prb-1') ? ['INC0000009'] : [])),
      };
    told.clear();
    return { body: { recorded: 1 } };
  });
  const context = { api: new Api({ url: server.url, sleep: noSleep }), terminal: fakeTerminal() };
  await expect(undoImport('b 1', undefined, context)).resolves.toEqual({ withdrawn: 1, reduced: 0, stubs: 2, kept });
});

test('a record stays while an incident names it, on whatever page of its links that is', async () => {
  const told = new Map([['id-1', incident(1)]]);
  server = await fakeServer(({ path, method }) => {
    if (method === 'POST') return (told.clear(), { body: { recorded: 1 } });
    if (path === '/v1/incidents/INC0000009') return { body: { links: [{ kind: 'problem', target: { id: 'prb-1' } }] } };
    if (path.startsWith('/v1/incidents/')) return { body: { links: [] } };
    if (path.startsWith('/v1/incidents')) return { body: { items: [...told.values()] } };
    if (!path.startsWith('/v1/links?record=prb-1')) return { body: stubAnswer(path, 'b 1') };
    return path.includes('after=more')
      ? { body: stubAnswer(path, 'b 1', 'INC0000009') }
      : { body: { ...stubAnswer(path, 'b 1', 'INC0000008'), next: 'more' } };
  });
  const context = { api: new Api({ url: server.url, sleep: noSleep }), terminal: fakeTerminal() };
  await expect(undoImport('b 1', undefined, context)).resolves.toMatchObject({
    stubs: 2,
    kept: [{ number: 'PRB1', why: 'INC0000009 names it and stays.' }],
  });
});

test('an incident that stays and whose links cannot be read stops nothing but the records that it may name', async () => {
  const told = new Map([1, 2, 3].map((n) => [`id-${n}`, incident(n)]));
  server = await fakeServer(({ path, method }) => {
    if (method === 'GET' && path.startsWith('/v1/incidents/id-2'))
      return { status: 500, body: { detail: 'Its view is broken.' } };
    if (method === 'GET' && path.startsWith('/v1/incidents')) return { body: { items: [...told.values()] } };
    if (method === 'GET') return { body: stubAnswer(path, 'b 1') };
    if (path.includes('id-2')) return refusal('worked-on-since-import', 'It was worked on here.');
    told.delete(path.split('/')[3]!);
    return { body: { recorded: 1 } };
  });
  const context = { api: new Api({ url: server.url, sleep: noSleep }), terminal: fakeTerminal() };
  await expect(undoImport('b 1', undefined, context)).resolves.toEqual({
    withdrawn: 2,
    reduced: 0,
    stubs: 0,
    kept: [
      {
        number: 'INC0000002',
        why:
          'It was worked on here. What it names cannot be read (Its view is broken.): no problem, change or ' +
          'configuration item was withdrawn. Undo again when it can.',
      },
    ],
  });
  expect(server.asked.some(({ path }) => path.startsWith('/v1/problems/'))).toBe(false);
});

test('nothing of that name is nothing undone', async () => {
  server = await fakeServer(() => ({ body: { items: [] } }));
  const context = { api: new Api({ url: server.url }), terminal: fakeTerminal() };
  await expect(undoImport('b', undefined, context)).resolves.toEqual({ withdrawn: 0, reduced: 0, stubs: 0, kept: [] });
});
