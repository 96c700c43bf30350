import { StoreUnavailable } from '@opsledger/event-store';
import { Refusal } from '../decider/refusal';
import { CommandHandler } from './command-handler';
import { ANNA, BEN, counter, openCounter, order, raise } from './counter.fixture';
import { IdempotencyKeyReused, Overloaded, RecordExists, RecordNotFound, VersionMismatch } from './errors';
import { newRecordId, requestEventId } from './event-id';
import { UnreliableStore } from './unreliable-store.fixture';

const request = { key: 'k-1', digest: 'd-1' };

function setting(idsUniqueWithin: 'log' | 'stream' = 'log') {
  const store = new UnreliableStore(undefined, idsUniqueWithin);
  const handler = new CommandHandler(counter, store);
  /** Another process on the same log, with a cache of its own. */
  const elsewhere = new CommandHandler(counter, store);
  return { store, handler, elsewhere };
}

async function opened(idsUniqueWithin?: 'log' | 'stream') {
  const all = setting(idsUniqueWithin);
  const { id } = await all.handler.handle(openCounter());
  return { ...all, id };
}

describe('creating', () => {
  it('gives the record a fresh id and reads nothing', async () => {
    const { handler, store } = setting();
    const outcome = await handler.handle(openCounter());
    expect(outcome).toMatchObject({ version: 1, repeated: false, state: { open: true, total: 0 } });
    expect(outcome.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(outcome.position).toBe(await store.head());
    expect(store.reads).toBe(0);
  });

  it('is refused on a record that exists', async () => {
    const { handler, elsewhere, id } = await opened();
    await expect(handler.handle(openCounter({ id }))).rejects.toThrow(RecordExists);
    await expect(elsewhere.handle(openCounter({ id }))).rejects.toThrow(RecordExists);
  });

  it('may go on with a record that exists where the command says so', async () => {
    const { handler, id } = await opened();
    await expect(handler.handle(raise(id, { by: 1 }, { creates: 'or-extends' }))).resolves.toMatchObject({
      version: 2,
    });
    const other = '0199aaaa-0000-7000-8000-000000000001';
    await expect(handler.handle(raise(other, { by: 1 }, { creates: 'or-extends' }))).resolves.toMatchObject({
      version: 1,
    });
  });

  it('asks the lookups once, with the id the record will have', async () => {
    const { handler } = setting();
    const asked: string[] = [];
    const lookups = async ({ id }: { id: string }) => {
      asked.push(id);
      return { number: 'CNT0000042' };
    };
    const { id, events } = await handler.handle(openCounter({ lookups }));
    expect(events[0]?.data).toEqual({ number: 'CNT0000042' });
    expect(asked).toEqual([id]);
  });
});

describe('changing', () => {
  it('needs a record', async () => {
    const { handler } = setting();
    await expect(handler.handle(raise('nobody', { by: 1 }))).rejects.toThrow(RecordNotFound);
    await expect(handler.handle(order('RaiseCounter', { data: { by: 1 } }))).rejects.toThrow(RecordNotFound);
  });

  it('writes nothing when there is nothing to do', async () => {
    const { handler, store, id } = await opened();
    const before = await store.head();
    await expect(handler.handle(raise(id, { by: 0 }))).resolves.toMatchObject({
      version: 1,
      position: before,
      events: [],
    });
    expect(await store.head()).toBe(before);
  });

  it('knows a record of its own without reading', async () => {
    const { handler, store, id } = await opened();
    await handler.handle(raise(id, { by: 2 }));
    expect((await handler.handle(raise(id, { by: 3 }))).state).toMatchObject({ open: true, total: 5 });
    expect(store.reads).toBe(0);
  });

  it('names a decision that is missing', async () => {
    const { handler, id } = await opened();
    await expect(handler.handle(order('toString', { id }))).rejects.toThrow('counter has no decision for toString.');
  });

  it('says where the event came from, and leaves out what is absent', async () => {
    const { handler, store, id } = await opened();
    await handler.handle(
      raise(id, { by: 1 }, { correlationId: 'c-9', causationId: 'e-1', traceparent: '00-1-2-01', request }),
    );
    await handler.handle(raise(id, { by: 1 }));
    const [, full, bare] = await store.readStream(`counter-${id}`);
    expect(full?.metadata).toEqual({
      actor: ANNA,
      correlationId: 'c-9',
      causationId: 'e-1',
      traceparent: '00-1-2-01',
      request,
    });
    expect(Object.keys(bare?.metadata ?? {})).toEqual(['actor', 'correlationId']);
  });

  it('lets a fact say its own id, time, author and source', async () => {
    const { handler, id } = await opened();
    const imported = { batch: 'b', source: 'servicenow', row: 7 };
    const overrides = {
      id: '0199aaaa-0000-7000-8000-00000000000f',
      occurredAt: '2024-05-06T08:00:00+02:00',
      actor: BEN,
      imported,
    };
    const { events } = await handler.handle(raise(id, { by: 1, overrides }, { request }));
    expect(events[0]).toMatchObject({
      id: overrides.id,
      occurredAt: '2024-05-06T06:00:00.000Z',
      metadata: { actor: BEN, imported, request },
    });
  });
});

describe('races', () => {
  it('decides again on what another process recorded', async () => {
    const { handler, elsewhere, id } = await opened();
    await elsewhere.handle(raise(id, { by: 5 }));
    expect((await handler.handle(raise(id, { by: 1 }))).state).toMatchObject({ open: true, total: 6 });
  });

  it('looks again before it refuses on what may be out of date', async () => {
    const { handler, elsewhere, id } = await opened();
    await handler.handle(raise(id, { by: 9 }));
    await elsewhere.handle(raise(id, { by: -9 }));
    expect((await handler.handle(raise(id, { by: 5, limit: 10 }))).version).toBe(4);
  });

  it('gives up after the attempts it was given', async () => {
    const { store, elsewhere, id } = await opened();
    const handler = new CommandHandler(counter, store, { attempts: 3 });
    const append = store.append.bind(store);
    let lost = 0;
    store.append = async (streamId, expected, events) => {
      lost += 1;
      store.append = append;
      await elsewhere.handle(raise(id, { by: 1 }));
      store.append = interfering;
      return append(streamId, expected, events);
    };
    const interfering = store.append;
    await expect(handler.handle(raise(id, { by: 1 }))).rejects.toThrow(Overloaded);
    expect(lost).toBe(3);
  });

  it('never lets two commands on one record race each other here', async () => {
    const { handler, store, id } = await opened();
    await Promise.all(Array.from({ length: 50 }, () => handler.handle(raise(id, { by: 1 }))));
    const stream = await store.readStream(`counter-${id}`);
    expect(stream).toHaveLength(51);
    expect(store.reads).toBe(1);
  });
});

describe('If-Match', () => {
  it('carries out at the version named', async () => {
    const { handler, id } = await opened();
    expect((await handler.handle(raise(id, { by: 1 }, { expectedVersion: 1 }))).version).toBe(2);
  });

  it('sees what another process recorded, before and while deciding', async () => {
    const { handler, elsewhere, id } = await opened();
    await elsewhere.handle(raise(id, { by: 1 }));
    const late = handler.handle(raise(id, { by: 1 }, { expectedVersion: 1 }));
    await expect(late).rejects.toMatchObject({ name: 'VersionMismatch', expected: 1, actual: 2 });
    await elsewhere.handle(raise(id, { by: 1 }));
    expect((await handler.handle(raise(id, { by: 1 }, { expectedVersion: 3 }))).version).toBe(4);
  });

  it('comes second to what the decision refuses: who may not do it at all learns no version', async () => {
    const { handler, id } = await opened();
    const stale = raise(id, { by: 5, limit: 1 }, { expectedVersion: 7 });
    await expect(handler.handle(stale)).rejects.toMatchObject({ name: 'Refusal', code: 'limit-reached' });
    await expect(handler.handle(raise('nobody', { by: 1 }, { expectedVersion: 7 }))).rejects.toThrow(RecordNotFound);
    await expect(handler.handle(raise(id, { by: 0 }, { expectedVersion: 7 }))).rejects.toThrow(VersionMismatch);
  });

  it('refuses any other version', async () => {
    const { handler, id } = await opened();
    await expect(handler.handle(raise(id, { by: 1 }, { expectedVersion: 7 }))).rejects.toThrow(VersionMismatch);
  });

  it('says of which record, which version was seen, which it is at now, and what to do', async () => {
    const { handler, elsewhere, store, id } = await opened();
    const late = raise(id, { by: 1 }, { expectedVersion: 1 });
    const append = store.append.bind(store);
    store.append = async (...args) => {
      store.append = append;
      await elsewhere.handle(raise(id, { by: 1 }));
      return append(...args);
    };
    // Overtaken first while it is appended, then before it is decided.
    for (const attempt of [late, late])
      await expect(handler.handle(attempt)).rejects.toThrow(
        'The counter CNT0000001 is at version 2; you have seen version 1. Read it again, look at what changed, and ' +
          'if you still want this, send it with If-Match: "2".',
      );
  });
});

describe.each(['log', 'stream'] as const)('keyed requests, where ids are unique within the %s,', (within) => {
  it('have one effect and one answer', async () => {
    const { handler, elsewhere, store } = setting(within);
    const first = await handler.handle(openCounter({ request }));
    for (const again of [handler, elsewhere]) {
      const answer = await again.handle(openCounter({ request, correlationId: 'c-2' }));
      expect(answer).toMatchObject({ id: first.id, version: 1, position: first.position, repeated: true });
    }
    expect(await store.readAll({ after: '0'.repeat(16), limit: 10 })).toHaveLength(1);
  });

  it('are told apart by actor', async () => {
    const { handler } = setting(within);
    const first = await handler.handle(openCounter({ request }));
    const second = await handler.handle(openCounter({ request, actor: BEN }));
    expect(second.repeated).toBe(false);
    expect(second.id).not.toBe(first.id);
  });

  it.each(['d-1', 'd-2'])('of neighbours under one key (%s) get each their own answer', async (digest) => {
    const { handler, id } = await opened(within);
    const annas = raise(id, { by: 10, limit: 10 }, { request });
    const bens = raise(id, { by: 5, limit: 15 }, { request: { ...request, digest }, actor: BEN });
    await handler.handle(annas);
    await handler.handle(bens);
    // By now both would be refused, so that the log is asked what they were answered first.
    expect(await handler.handle(annas)).toMatchObject({ version: 2, repeated: true, events: [{ data: { by: 10 } }] });
    expect(await handler.handle(bens)).toMatchObject({ version: 3, repeated: true, events: [{ data: { by: 5 } }] });
  });

  it('are answered with all they recorded, also what has an id and an author of its own', async () => {
    const { handler, id } = await opened(within);
    const overrides = { id: '0199aaaa-0000-7000-8000-00000000000f', actor: BEN };
    const twice = order('RaiseTwice', { id, data: { by: 5, limit: 10, overrides }, request });
    await handler.handle(twice);
    await handler.handle(raise(id, { by: 1 }, { request, actor: BEN }));
    expect(await handler.handle(twice)).toMatchObject({ version: 3, repeated: true });
  });

  it('are no misuse when they bring what another has brought under ids of its own', async () => {
    const { handler, id } = await opened(within);
    const imported = { by: 1, overrides: { id: '0199aaaa-0000-7000-8000-00000000000f' } };
    await handler.handle(raise(id, imported, { request }));
    const again = raise(id, imported, { request: { ...request, digest: 'd-2' }, actor: BEN });
    await expect(handler.handle(again)).resolves.toMatchObject({ version: 2, repeated: true });
  });

  it('create the record that follows from actor and key, wherever its id is made', async () => {
    const { handler, store } = setting(within);
    const id = newRecordId('counter', ANNA, request.key);
    const first = await handler.handle(openCounter({ request }));
    expect(first.id).toBe(id);
    const again = await handler.handle(openCounter({ id, request, creates: 'or-extends' }));
    expect(again).toMatchObject({ id, version: 1, repeated: true });
    expect(await store.readAll({ after: '0'.repeat(16), limit: 10 })).toHaveLength(1);
  });

  it('answer with the version of then, though the record has moved on', async () => {
    const { handler, id } = await opened(within);
    await handler.handle(order('RaiseTwice', { id, data: { by: 1 }, request }));
    await handler.handle(raise(id, { by: 1 }));
    const again = await handler.handle(order('RaiseTwice', { id, data: { by: 1 }, request }));
    expect(again).toMatchObject({ version: 3, repeated: true });
    expect(again.events).toHaveLength(2);
  });

  it('answer with success what would be refused by now', async () => {
    const { handler, id } = await opened(within);
    const reachLimit = raise(id, { by: 10, limit: 10 }, { request, expectedVersion: 1 });
    await handler.handle(reachLimit);
    await expect(handler.handle(reachLimit)).resolves.toMatchObject({ version: 2, repeated: true });
    await expect(handler.handle({ ...reachLimit, expectedVersion: undefined })).resolves.toMatchObject({
      repeated: true,
    });
  });

  it('answer with success when a lookup would fail by now', async () => {
    const { handler } = setting(within);
    const first = await handler.handle(openCounter({ request }));
    const lookups = () => Promise.reject(new Refusal('unknown-owner', 'The owner has left.'));
    await expect(handler.handle(openCounter({ request, lookups }))).resolves.toMatchObject({ id: first.id });
  });

  it('refuse another request under the same key, whatever it asks', async () => {
    const { handler, id } = await opened(within);
    await handler.handle(raise(id, { by: 1 }, { request }));
    const other = { key: request.key, digest: 'd-2' };
    for (const data of [{ by: 2 }, { by: 0 }, { by: 5, limit: 1 }])
      await expect(handler.handle(raise(id, data, { request: other }))).rejects.toThrow(IdempotencyKeyReused);
    const elsewhere = handler.handle(openCounter({ request: other }));
    if (within === 'log') await expect(elsewhere).rejects.toThrow(IdempotencyKeyReused);
    else await expect(elsewhere).resolves.toMatchObject({ repeated: false });
  });

  it('leave a key unused when they are refused', async () => {
    const { handler, id } = await opened(within);
    await expect(handler.handle(raise(id, { by: 5, limit: 1 }, { request }))).rejects.toThrow(Refusal);
    await expect(handler.handle(raise(id, { by: 1, limit: 1 }, { request }))).resolves.toMatchObject({
      repeated: false,
    });
  });

  it('have one effect when they come at the same time', async () => {
    const { handler, elsewhere, store } = setting(within);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 ? handler : elsewhere).handle(openCounter({ request }))),
    );
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(await store.head()).toBe('0000000000000001');
  });

  it('ask the log nothing extra on the way that succeeds', async () => {
    const { handler, store } = setting(within);
    await handler.handle(openCounter({ request }));
    expect(store.lookups + store.reads).toBe(0);
  });

  it('are recognised after an answer was lost', async () => {
    const { handler, store, id } = await opened(within);
    store.faults = ['answer lost'];
    await expect(handler.handle(raise(id, { by: 1 }, { request }))).rejects.toThrow(StoreUnavailable);
    await expect(handler.handle(raise(id, { by: 1 }, { request }))).resolves.toMatchObject({
      version: 2,
      repeated: true,
    });
    expect((await handler.handle(raise(id, { by: 1 }))).state?.total).toBe(2);
  });
});

describe('newRecordId', () => {
  it('follows from actor, key and kind, and is new without a key', () => {
    const ids = [
      newRecordId('counter', ANNA, 'k'),
      newRecordId('counter', BEN, 'k'),
      newRecordId('counter', ANNA, 'l'),
      newRecordId('other', ANNA, 'k'),
      newRecordId('counter', ANNA, undefined),
      newRecordId('counter', ANNA, undefined),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(newRecordId('counter', ANNA, 'k')).toBe(ids[0]);
  });
});

describe('requestEventId', () => {
  it('is a UUIDv5 that differs by actor, key and index, and cannot be confused across them', () => {
    const ids = [
      requestEventId(ANNA, 'k', 0),
      requestEventId(ANNA, 'k', 1),
      requestEventId(BEN, 'k', 0),
      requestEventId({ ...ANNA, id: 'anna","k' }, '', 0),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
