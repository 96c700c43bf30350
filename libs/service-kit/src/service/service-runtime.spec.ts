import { People } from '@opsledger/event-sourcing';
import { NO_STREAM, StoreUnavailable } from '@opsledger/event-store';
import { anInfrastructure } from '../fixtures/infrastructure.fixture';
import { command, noteContracts, noteService, question } from '../fixtures/notes.fixture';
import { WrittenRecord } from '../records/written-record';
import type { QueryHandler, ServiceDefinition } from './service-definition';
import { ServiceRuntime } from './service-runtime';

function aService(
  queries: { GetNote?: QueryHandler; ListNotes?: QueryHandler } = {},
  more: Partial<ServiceDefinition> = {},
) {
  const setting = anInfrastructure();
  const answers = { GetNote: async () => 'note', ListNotes: async () => [], ...queries };
  const definition = { ...noteService(answers), ...more };
  const runtime = new ServiceRuntime(definition, noteContracts, setting.infrastructure);
  return { ...setting, definition, runtime };
}

describe('people', () => {
  class Counted extends People {
    present = 0;
    most = 0;

    override come(): void {
      this.most = Math.max(this.most, (this.present += 1));
    }

    override go(): void {
      this.present -= 1;
    }
  }

  function counting() {
    const people = new Counted();
    const { infrastructure } = anInfrastructure();
    const definition = noteService({
      GetNote: async () => 'note',
      ListNotes: () => Promise.reject(new Error('The list is broken.')),
    });
    return { people, runtime: new ServiceRuntime(definition, noteContracts, { ...infrastructure, people }) };
  }

  it('are there until their command or question is answered, also by a refusal', async () => {
    const { people, runtime } = counting();
    const work = [
      runtime.command(command('WriteNote', { text: 'hello' })),
      runtime.query(question('GetNote', { id: 'n' })),
      runtime.query(question('ListNotes', {})),
    ];
    expect(people.present).toBe(3);
    await Promise.allSettled(work);
    expect(people.present).toBe(0);
  });

  it('are not there for what processes do', async () => {
    const { people, runtime } = counting();
    const actor = { id: 'process:tidy', name: 'tidy', kind: 'process' } as const;
    await runtime.command({ ...command('WriteNote', { text: 'hello' }), actor });
    expect(people.most).toBe(0);
  });
});

describe('a command', () => {
  it('is carried out with its lookups and answered with a receipt', async () => {
    const { runtime, store } = aService();
    const receipt = await runtime.command(command('WriteNote', { text: 'hello' }));
    expect(receipt).toEqual({
      id: expect.any(String),
      number: 'NTE0000001',
      version: 1,
      position: await store.head(),
      recorded: 1,
    });
    const again = await runtime.command(command('ReviseNote', { text: 'hello' }, { id: receipt.id }));
    expect(again).toEqual({ ...receipt, recorded: 0 });
  });

  it('repeated under its key gets the first answer, number included', async () => {
    const { runtime } = aService();
    const request = { key: 'k', digest: 'd' };
    const first = await runtime.command(command('WriteNote', { text: 'hello' }, { request }));
    const again = await runtime.command(command('WriteNote', { text: 'hello' }, { request }));
    expect(again).toEqual({ ...first, repeated: true });
  });

  it('to the one record of its kind needs no id and no creation', async () => {
    const { runtime } = aService();
    const change = command('ChangeSettings', { limit: 3 }, { category: 'noteSettings' });
    await expect(runtime.command(change)).resolves.toMatchObject({ id: 'present', version: 1 });
    await expect(runtime.command(change)).resolves.toMatchObject({ id: 'present', version: 2 });
  });

  it('gets the defaults of its schema', async () => {
    const { runtime } = aService();
    const data = { text: 'hello' };
    await runtime.command(command('WriteNote', data));
    expect(data).toEqual({ text: 'hello', tags: [] });
  });

  it.each([
    ['without a contract', command('BurnNote', {}), 404, 'unknown-command'],
    ['of another category', command('WriteNote', { text: 'a' }, { category: 'noteSettings' }), 404, 'unknown-command'],
    ['that does not fit its schema', command('WriteNote', { text: ' ', more: 1 }), 400, 'invalid-request'],
    ['to a record that is not there', command('ReviseNote', { text: 'a' }, { id: 'x' }), 404, 'not-found'],
  ])('%s is refused', async (_, message, status, code) => {
    await expect(aService().runtime.command(message)).rejects.toMatchObject({ name: 'Problem', status, code });
  });

  it('that is refused is told as the service tells it', async () => {
    const { runtime, logged } = aService();
    const { id } = await runtime.command(command('WriteNote', { text: 'hello' }));
    const revise = runtime.command(command('ReviseNote', { text: 'forbidden' }, { id }));
    await expect(revise).rejects.toMatchObject({
      status: 422,
      code: 'forbidden-word',
      title: 'Word is forbidden',
      detail: 'Use another word.',
      extensions: { word: 'forbidden' },
    });
    expect(logged).toEqual([]);
  });

  it('on another version is told the current one', async () => {
    const { runtime } = aService();
    const { id } = await runtime.command(command('WriteNote', { text: 'hello' }));
    const late = runtime.command(command('ReviseNote', { text: 'bye' }, { id, expectedVersion: 4 }));
    await expect(late).rejects.toMatchObject({ status: 412, extensions: { currentVersion: 1 } });
  });

  it('whose lookup needs what a table does not have yet may be sent again', async () => {
    const missing = Object.assign(new Error('column speaks_of does not exist'), { code: '42703' });
    const { runtime, readers, logged } = aService({}, { lookups: { WriteNote: () => Promise.reject(missing) } });
    readers.get('note-list')!.state = 'building';
    await expect(runtime.command(command('WriteNote', { text: 'hello' }))).rejects.toMatchObject({
      ...{ status: 503, code: 'view-of-another-version', extensions: { retryAfter: 5 } },
      detail: expect.stringMatching(/note-list\. Nothing was done\. Try again later\.$/),
    });
    expect(logged).toEqual([]);
  });

  it('that fails for a fault of ours says nothing of the inside, but logs it', async () => {
    const { runtime, logged } = aService();
    const { id } = await runtime.command(command('WriteNote', { text: 'hello' }));
    const failing = runtime.command(command('ReviseNote', { text: 'broken' }, { id }));
    await expect(failing).rejects.toMatchObject({ status: 500, detail: expect.not.stringContaining('secret') });
    expect(logged).toMatchObject([{ type: 'ReviseNote', correlationId: 'c-1', err: { message: 'secret inside' } }]);
  });

  it('that the log cannot take now may be sent again', async () => {
    const { runtime, store } = aService();
    store.append = () => Promise.reject(new StoreUnavailable('gone'));
    const failing = runtime.command(command('WriteNote', { text: 'hello' }));
    await expect(failing).rejects.toMatchObject({
      status: 503,
      detail: expect.stringContaining('Whether the command was recorded is not known'),
      extensions: { retryAfter: 2 },
    });
  });

  it('is measured by what came of it', async () => {
    const { runtime, infrastructure } = aService();
    await runtime.command(command('WriteNote', { text: 'hello' }));
    await runtime.command(command('WriteNote', {})).catch(() => undefined);
    const text = await infrastructure.metrics.text();
    const count = (result: string) =>
      `opsledger_command_duration_seconds_count{service="notes",type="WriteNote",result="${result}"} 1`;
    expect(text).toContain(count('recorded'));
    expect(text).toContain(count('refused'));
    expect(text).toContain('opsledger_reader_lag_seconds{reader="note-list"} 1.5');
    expect(text).toContain('opsledger_reader_parked_events{reader="note-reminder"} 2');
  });
});

describe('a query', () => {
  it('is answered with defaults and the asking actor', async () => {
    const { runtime } = aService({ ListNotes: async (params, { actor }) => ({ params, actor: actor.id }) });
    await expect(runtime.query(question('ListNotes', {}))).resolves.toEqual({ params: { limit: 50 }, actor: 'anna' });
  });

  it('gives an object to who looks into the answer, and what is written already to who passes it on', async () => {
    const note = new WrittenRecord({ id: 'n', version: 3 }, { readBy: ['anna'] });
    const { runtime } = aService({ GetNote: async () => note });
    const answer = await runtime.query(question('GetNote', { id: 'n' }));
    expect(answer).toStrictEqual({ id: 'n', version: 3, readBy: ['anna'] });
    await expect(runtime.query({ ...question('GetNote', { id: 'n' }), passedOn: true })).resolves.toBe(note);
  });

  it.each([
    ['unknown', question('FindNote', {}), 404, 'unknown-query'],
    ['with wrong parameters', question('ListNotes', { limit: 0 }), 400, 'invalid-request'],
    ['with a position that is none', question('ListNotes', {}, { position: 'zz' }), 400, 'unknown-position'],
  ])('%s is refused', async (_, message, status, code) => {
    await expect(aService().runtime.query(message)).rejects.toMatchObject({ status, code });
  });

  it('that the log cannot answer now may simply be asked again: nothing was to be recorded', async () => {
    const { runtime } = aService({ GetNote: () => Promise.reject(new StoreUnavailable('gone')) });
    await expect(runtime.query(question('GetNote', { id: 'x' }))).rejects.toMatchObject({
      ...{ status: 503, code: 'log-unavailable', extensions: { retryAfter: 2 } },
      detail: 'Try again in a moment.',
    });
  });

  it('that the database has no room for is told to the operator, and not for every request', async () => {
    const full = Object.assign(new Error('could not extend file: No space left on device'), { code: '53100' });
    const { runtime, infrastructure } = aService({ GetNote: () => Promise.reject(full) });
    const told = jest.spyOn(infrastructure.logger, 'error').mockImplementation(() => undefined);
    for (const id of ['x', 'y', 'z'])
      await expect(runtime.query(question('GetNote', { id }))).rejects.toMatchObject({
        ...{ status: 503, code: 'database-full' },
        detail: expect.stringMatching(/^Its disk is full/),
      });
    expect(told.mock.calls).toEqual([[expect.objectContaining({ err: full }), 'The database has no room']]);
  });

  describe('of what its table does not have', () => {
    const missing = Object.assign(new Error('column searched.words does not exist'), { code: '42703' });
    const asked = () => aService({ ListNotes: () => Promise.reject(missing) });

    it.each(['building', 'standby', 'superseded'] as const)('may be asked again while a view is %s', async (state) => {
      const { runtime, readers, logged } = asked();
      readers.get('note-list')!.state = state;
      await expect(runtime.query(question('ListNotes', {}))).rejects.toMatchObject({
        ...{ status: 503, code: 'view-of-another-version', extensions: { retryAfter: 5 } },
        detail: expect.stringContaining('note-list'),
      });
      expect(logged).toEqual([]);
    });

    it('is a fault of ours when all views are of this version', async () => {
      const { runtime, logged } = asked();
      await expect(runtime.query(question('ListNotes', {}))).rejects.toMatchObject({ status: 500 });
      expect(logged).toMatchObject([{ type: 'ListNotes' }]);
    });
  });

  it('with a position waits for its projection', async () => {
    const { runtime, readers } = aService({ ListNotes: async (_, { upToDate }) => upToDate('note-list') });
    const reader = readers.get('note-list')!;
    await runtime.query(question('ListNotes', {}));
    expect(reader.waits).toEqual([]);

    const position = '0000000000000007';
    const behind = runtime.query(question('ListNotes', {}, { position }));
    await expect(behind).rejects.toMatchObject({
      status: 503,
      code: 'read-model-behind',
      extensions: { retryAfter: 1 },
    });
    reader.position = position;
    await runtime.query(question('ListNotes', {}, { position }));
    expect(reader.waits).toEqual([
      { position, timeout: 50 },
      { position, timeout: 50 },
    ]);
  });

  it('finds a record right after it was created, without a position', async () => {
    const rows = new Map<string, string>();
    const { runtime, readers } = aService({
      GetNote: ({ id }, { found }) => found('note-list', async () => rows.get(id)),
    });
    const reader = readers.get('note-list')!;
    const { id, position } = await runtime.command(command('WriteNote', { text: 'hello' }));
    reader.whenWaitedFor = () => rows.set(id, 'hello');
    await expect(runtime.query(question('GetNote', { id }))).resolves.toBe('hello');
    expect(reader.waits).toEqual([{ position, timeout: 10 }]);
    await runtime.query(question('GetNote', { id }));
    expect(reader.waits).toHaveLength(1);
    await expect(runtime.query(question('GetNote', { id: 'nobody' }))).resolves.toBeUndefined();
  });

  it('finds what other processes recorded', async () => {
    const { runtime, readers, store } = aService({
      GetNote: (_, { found }) => found('note-list', async () => undefined),
    });
    const metadata = { actor: { id: 'ben', name: 'Ben', kind: 'person' }, correlationId: 'c' } as const;
    const id = '0199aaaa-0000-7000-8000-000000000001';
    const occurredAt = '2026-03-01T09:00:00.000Z';
    const event = { id, type: 'NoteWritten', data: {}, occurredAt, metadata };
    const { position } = await store.append('note-1', NO_STREAM, [event]);
    await runtime.query(question('GetNote', { id: 'x' }));
    expect(readers.get('note-list')?.waits).toEqual([{ position, timeout: 10 }]);
  });

  it('knows what other parts of this process recorded, also while the log cannot say', async () => {
    const { runtime, readers, store } = aService({
      GetNote: (_, { found }) => found('note-list', async () => undefined),
    });
    await runtime.start();
    const metadata = { actor: { id: 'ben', name: 'Ben', kind: 'person' }, correlationId: 'c' } as const;
    const id = '0199aaaa-0000-7000-8000-000000000002';
    const event = { id, type: 'NoteWritten', data: {}, occurredAt: '2026-03-01T09:00:00.000Z', metadata };
    const { position } = await store.append('note-1', NO_STREAM, [event]);
    store.head = () => Promise.reject(new Error('The log is away.'));
    await runtime.query(question('GetNote', { id: 'x' }));
    expect(readers.get('note-list')?.waits).toEqual([{ position, timeout: 10 }]);
  });
});

describe('starting and stopping', () => {
  it('reads before it reacts, and stops reacting before it stops reading', async () => {
    const { runtime, diary } = aService();
    await runtime.start();
    await runtime.stop();
    expect(diary).toEqual(['start note-list', 'start note-reminder', 'stop note-reminder', 'stop note-list']);
  });

  it('finishes what was begun', async () => {
    let finish = (): void => undefined;
    const working = new Promise<void>((resolve) => (finish = resolve));
    const { runtime, diary } = aService({ GetNote: () => working });
    const answer = runtime.query(question('GetNote', { id: 'a' }));
    const stopped = runtime.stop();
    await new Promise(setImmediate);
    expect(diary).toEqual(['stop note-reminder']);
    finish();
    await Promise.all([answer, stopped]);
    expect(diary).toEqual(['stop note-reminder', 'stop note-list']);
  });

  it('refuses to be put together with a decision or a handler missing', () => {
    const { definition, infrastructure } = aService();
    const without = (change: object) => () =>
      new ServiceRuntime({ ...definition, ...change }, noteContracts, infrastructure);
    expect(without({ aggregates: [] })).toThrow('notes: no decision for note/WriteNote.');
    expect(without({ queries: {} })).toThrow('notes: no handler for the query GetNote.');
  });

  it('says how its readers are', async () => {
    const { runtime } = aService();
    await expect(runtime.status()).resolves.toMatchObject({
      service: 'notes',
      projections: [{ name: 'note-list', state: 'live' }],
      processes: [{ name: 'note-reminder' }],
    });
  });
});
