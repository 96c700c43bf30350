import { createServer } from 'node:net';
import { once } from 'node:events';
import { Problem, WrittenRecord, type CommandReceipt } from '@opsledger/service-kit';
import { eventually, unreliableLink, type UnreliableLink } from '@opsledger/testing';
import { RemoteOperations, RemoteServices } from '.';
import { aClient, aCommand, aQuery, aReplica, receipt, stopAll } from './fixtures/replica.fixture';

const links: UnreliableLink[] = [];
const holds: (() => void)[] = [];
afterEach(async () => {
  for (const release of holds.splice(0)) release();
  await stopAll();
  for (const link of links.splice(0)) await link.close();
});

/** Work that a spec lets finish when it likes. */
function held<T>(value: T) {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  holds.push(() => release());
  return { work: async () => (await released, value), release: () => release() };
}

async function linkTo(port: number): Promise<UnreliableLink> {
  const link = await unreliableLink({ port });
  links.push(link);
  return link;
}

const UNAVAILABLE = { status: 503, code: 'service-unavailable', detail: expect.stringContaining('notes') };

describe('what is carried over', () => {
  it('is the answer, also a large one and none at all', async () => {
    const large = { items: Array.from({ length: 20_000 }, (_, index) => ({ index, text: 'ä€😀'.repeat(50) })) };
    const answers: Record<string, unknown> = { Large: large, Null: null, Nothing: undefined, Zero: 0 };
    const { port } = await aReplica({ query: async ({ type }) => answers[type] });
    const client = aClient({ notes: [port] });
    for (const [type, answer] of Object.entries(answers)) expect(await client.query(aQuery(type))).toEqual(answer);
    expect(JSON.stringify(large).length).toBeGreaterThan(3_000_000);
    expect(await client.command(aCommand())).toEqual(receipt);
  });

  it('is a record with what is true of it now, also one that was written before', async () => {
    const { port } = await aReplica({ query: async () => new WrittenRecord({ id: 'n', version: 3 }, { left: 5 }) });
    const answer = await aClient({ notes: [port] }).query({ ...aQuery('GetNote'), passedOn: true });
    expect(answer).toEqual({ id: 'n', version: 3, left: 5 });
  });

  it('is the message, field by field', async () => {
    const seen: unknown[] = [];
    const { port } = await aReplica({ command: async (message) => (seen.push(message), receipt) });
    const message = {
      ...aCommand(),
      roles: ['agent'] as const,
      expectedVersion: 3,
      request: { key: 'k', digest: 'd' },
      traceparent: 't',
    };
    await aClient({ notes: [port] }).command(message);
    expect(seen).toEqual([message]);
  });

  it('is the problem, exactly', async () => {
    const problem = new Problem(412, 'version-mismatch', 'Record has changed', 'NTE1 is at 3.', {
      currentVersion: 3,
      violations: [{ path: '/a', message: 'must be b' }],
    });
    const { port } = await aReplica({ command: () => Promise.reject(problem) });
    const caught = await aClient({ notes: [port] })
      .command(aCommand())
      .catch((error: unknown) => error);
    expect(caught).toBeInstanceOf(Problem);
    expect({ ...(caught as Problem) }).toEqual({ ...problem });
  });

  it('is nothing of the inside when something fails that should not', async () => {
    const { port, logged } = await aReplica({ query: () => Promise.reject(new TypeError('secret of the inside')) });
    const caught = await aClient({ notes: [port] })
      .query(aQuery())
      .catch((error: unknown) => error);
    expect(caught).toMatchObject({ status: 500, code: 'unexpected' });
    expect(JSON.stringify(caught)).not.toContain('secret');
    expect(JSON.stringify(logged)).toContain('secret of the inside');
  });

  it('is any number of calls at a time, each with its own answer', async () => {
    const { port } = await aReplica({ query: async ({ type }) => type.padEnd(5_000, '.') });
    const client = aClient({ notes: [port] });
    const types = Array.from({ length: 800 }, (_, index) => `Q${index}`);
    const answers = await Promise.all(types.map((type) => client.query(aQuery(type))));
    expect(answers).toEqual(types.map((type) => type.padEnd(5_000, '.')));
  });

  it('is large both ways at once, without the one end waiting for the other', async () => {
    const text = 'x'.repeat(500_000);
    const { port } = await aReplica({ command: async () => ({ ...receipt, id: text }) });
    // Both ends share a thread that has forty megabytes to go through: that is no silence.
    const client = aClient({ notes: [port] }, { timeout: 20_000, silence: 20_000 });
    const calls = Array.from({ length: 40 }, () => client.command({ ...aCommand(), data: { text } }));
    expect((await Promise.all(calls)).every(({ id }) => id.length === text.length)).toBe(true);
  });
});

describe('several replicas', () => {
  it('are asked in turn', async () => {
    const replicas = [await aReplica(), await aReplica(), await aReplica()];
    const client = aClient({ notes: replicas.map(({ port }) => port) });
    await eventually(() => expect(client.reachable()).toEqual({ notes: 3 }));
    for (let call = 0; call < 9; call++) await client.query(aQuery());
    expect(replicas.map(({ asked }) => asked.length)).toEqual([3, 3, 3]);
  });

  it('stand behind one name, and come and go with its addresses', async () => {
    const { port } = await aReplica();
    let addresses = ['127.0.0.1'];
    const client = new RemoteServices({
      addresses: new Map([['notes', [{ host: 'notes.internal', port }]]]),
      logger: { info: () => undefined, warn: () => undefined, debug: () => undefined } as never,
      limits: { resolveEvery: 20, redial: [10, 50] },
      resolve: async () => addresses,
    });
    await eventually(() => expect(client.reachable()).toEqual({ notes: 1 }));
    addresses = ['127.0.0.1', '127.0.0.2'];
    await eventually(() => expect(client.all[0]!.replicas.all).toHaveLength(2));
    addresses = ['127.0.0.2'];
    await eventually(() =>
      expect(client.all[0]!.replicas.all.map(({ address }) => address.host)).toEqual(['127.0.0.2']),
    );
    client.close();
  });

  it('take over when one dies: reads are asked again, nothing is asked twice that may not be', async () => {
    const hung = held('never');
    const [dying, other] = [await aReplica({ query: hung.work, command: hung.work as never }), await aReplica()];
    const link = await linkTo(dying.port);
    const client = aClient({ notes: [link.port, other.port] });
    await eventually(() => expect(client.reachable()).toEqual({ notes: 2 }));
    const reads = [client.query(aQuery()), client.query(aQuery())];
    const commands = Promise.allSettled([client.command(aCommand()), client.command(aCommand())]);
    await eventually(() => expect(dying.asked.sort()).toEqual(['GetNote', 'WriteNote']));
    await link.become('refused');
    expect(await Promise.all(reads)).toEqual(['answer', 'answer']);
    expect((await commands).map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [lost] = (await commands).filter((it): it is PromiseRejectedResult => it.status === 'rejected');
    expect(lost!.reason).toMatchObject({
      ...UNAVAILABLE,
      detail: expect.stringContaining('not known'),
      extensions: { service: 'notes', retryAfter: 2 },
    });
    expect(other.asked.filter((type) => type === 'WriteNote')).toHaveLength(1);
    hung.release();
  });

  it('one that stops finishes what it has begun and passes on what comes, commands as well', async () => {
    const slow = held<CommandReceipt>({ ...receipt, id: 'slow' });
    const [stopping, other] = [await aReplica({ command: slow.work }), await aReplica()];
    const client = aClient({ notes: [stopping.port, other.port] });
    await eventually(() => expect(client.reachable()).toEqual({ notes: 2 }));
    const begun = [client.command(aCommand()), client.command(aCommand())];
    await eventually(() => expect(stopping.asked).toHaveLength(1));
    const stopped = stopping.stop();
    const more = await Promise.all(Array.from({ length: 6 }, () => client.command(aCommand())));
    expect(more).toHaveLength(6);
    expect(stopping.asked).toHaveLength(1);
    slow.release();
    expect((await Promise.all(begun)).map(({ id }) => id).sort()).toEqual(['a', 'slow']);
    await stopped;
  });
});

describe('a service that cannot be reached', () => {
  it.each([
    [
      'is told of once, and again when it is back',
      false,
      ['no replica of the service answers', 'the service answers again'],
    ],
    ['is no news for a process that ends: all end together', true, []],
  ])('%s', async (_, ending, expected) => {
    const told: string[] = [];
    const tell = (_fields: object, line: string): void => void told.push(line);
    const end = new AbortController();
    const logger = { info: tell, warn: tell, debug: () => undefined } as never;
    const replica = await aReplica();
    const client = aClient({ notes: [replica.port] }, {}, { logger, ending: end.signal });
    await eventually(() => expect(client.reachable()).toEqual({ notes: 1 }));
    if (ending) end.abort();
    await replica.stop();
    await eventually(() => expect(client.reachable()).toEqual({ notes: 0 }));
    if (!ending) await aReplica({ port: replica.port });
    await eventually(() => expect(told).toEqual(expected));
  });

  it('is named, at once when it has been away for a while', async () => {
    const replica = await aReplica();
    const client = aClient({ notes: [replica.port] }, { grace: 100 });
    await client.query(aQuery());
    await replica.stop();
    await expect(client.query(aQuery())).rejects.toMatchObject(UNAVAILABLE);
    const started = performance.now();
    await expect(client.command(aCommand())).rejects.toMatchObject({
      ...UNAVAILABLE,
      extensions: { service: 'notes', retryAfter: 2 },
    });
    expect(performance.now() - started).toBeLessThan(90);
  });

  it('is waited for while it restarts', async () => {
    const first = await aReplica();
    const client = aClient({ notes: [first.port] }, { grace: 5_000 });
    await client.query(aQuery());
    await first.stop();
    const calls = [client.query(aQuery()), client.command(aCommand())];
    await aReplica({ port: first.port });
    expect(await Promise.all(calls)).toEqual(['answer', receipt]);
  });

  it('is told from one that runs something else there', async () => {
    const { port } = await aReplica({ service: 'other' });
    const client = aClient({ notes: [port] });
    await expect(client.query(aQuery())).rejects.toMatchObject(UNAVAILABLE);
    expect(client.all[0]!.replicas.reason).toContain('runs other');
  });

  it('is told from a server that speaks another language', async () => {
    const server = createServer((socket) =>
      socket.on('error', () => undefined).end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = aClient({ notes: [(server.address() as { port: number }).port] });
    await expect(client.query(aQuery())).rejects.toMatchObject(UNAVAILABLE);
    server.close();
  });

  it('is not one nobody has heard of', async () => {
    await expect(aClient({}).query(aQuery())).rejects.toMatchObject({ status: 503, code: 'service-not-here' });
  });
});

describe('a network that fails', () => {
  it('without a word: reads go elsewhere, the connection is given up and made anew', async () => {
    const [cut, other] = [await aReplica(), await aReplica()];
    const link = await linkTo(cut.port);
    const client = aClient({ notes: [link.port, other.port] });
    await eventually(() => expect(client.reachable()).toEqual({ notes: 2 }));
    await link.become('black-holed');
    expect(await Promise.all(Array.from({ length: 4 }, () => client.query(aQuery())))).toHaveLength(4);
    await eventually(() => expect(client.reachable()).toEqual({ notes: 1 }));
    await link.become('up');
    await eventually(() => expect(client.reachable()).toEqual({ notes: 2 }));
    expect(link.connections).toBeGreaterThan(1);
  });

  it('without a word: a command is told to be in doubt, never sent again', async () => {
    const replica = await aReplica();
    const link = await linkTo(replica.port);
    const client = aClient({ notes: [link.port] });
    await client.command(aCommand());
    await link.become('black-holed');
    await expect(client.command(aCommand())).rejects.toMatchObject({
      ...UNAVAILABLE,
      detail: expect.stringContaining('not known'),
    });
    await link.become('up');
    await eventually(async () => expect(await client.query(aQuery())).toBe('answer'));
    expect(replica.asked.filter((type) => type === 'WriteNote')).toHaveLength(1);
  });

  it('by being slow: calls are answered, late', async () => {
    const link = await linkTo((await aReplica()).port);
    const client = aClient({ notes: [link.port] }, { connectTimeout: 2_000, silence: 2_000, grace: 2_000 });
    link.delayBy(100);
    const started = performance.now();
    expect(await client.query(aQuery())).toBe('answer');
    expect(performance.now() - started).toBeGreaterThan(190);
  });

  it('by holding up one connection after the other: calls all come through in the end', async () => {
    const link = await linkTo((await aReplica()).port);
    const client = aClient({ notes: [link.port] }, { grace: 5_000 });
    expect(await client.query(aQuery())).toBe('answer');
    for (let cut = 0; cut < 3; cut++) {
      const read = client.query(aQuery());
      await link.become('refused');
      await link.become('up');
      expect(await read).toBe('answer');
    }
  });
});

describe('too much at once', () => {
  it('is refused here, with the service named, and let in again afterwards', async () => {
    const slow = held('late');
    const { port } = await aReplica({ query: slow.work });
    const client = aClient({ notes: [port] }, { inFlight: 2 });
    const calls = [client.query(aQuery()), client.query(aQuery())];
    await expect(client.query(aQuery())).rejects.toMatchObject({
      status: 503,
      code: 'overloaded',
      detail: expect.stringContaining('notes'),
    });
    slow.release();
    await Promise.all(calls);
    expect(await client.query(aQuery())).toBe('late');
  });

  it('is refused there: another replica takes it', async () => {
    const slow = held('late');
    const [full, other] = [await aReplica({ query: slow.work, most: 1 }), await aReplica()];
    const client = aClient({ notes: [full.port, other.port] }, { heartbeat: 60_000, silence: 60_000 });
    await eventually(() => expect(client.reachable()).toEqual({ notes: 2 }));
    const first = [client.query(aQuery()), client.query(aQuery())];
    await eventually(() => expect(full.asked).toHaveLength(1));
    for (let call = 0; call < 4; call++) expect(await client.command(aCommand())).toEqual(receipt);
    slow.release();
    await Promise.all(first);
  });

  it('on one replica that keeps calls waiting: it is left out for a while', async () => {
    const slow = held('late');
    const [stuck, other] = [await aReplica({ query: slow.work }), await aReplica()];
    const client = aClient({ notes: [stuck.port, other.port] }, { timeout: 60, overdueInARow: 2, leaveOut: 60_000 });
    await eventually(() => expect(client.reachable()).toEqual({ notes: 2 }));
    await Promise.allSettled(Array.from({ length: 6 }, () => client.query(aQuery())));
    await eventually(() => expect(client.reachable()).toEqual({ notes: 1 }));
    for (let call = 0; call < 4; call++) expect(await client.query(aQuery())).toBe('answer');
    slow.release();
  });
});

describe('operations', () => {
  it('tell of the readers of all services, by those that feed them, and who did not answer', async () => {
    const [standby, live] = [await aReplica({ projection: { state: 'standby' } }), await aReplica()];
    const other = await aReplica({ service: 'other' });
    const client = aClient({ notes: [standby.port, live.port], other: [other.port], gone: [1] });
    await eventually(() => expect(client.reachable()).toEqual({ notes: 2, other: 1, gone: 0 }));
    const operations = new RemoteOperations(client);
    expect(await operations.readers()).toMatchObject({
      items: [
        { service: 'notes', name: 'notes-list', state: 'live' },
        { service: 'other', name: 'other-list' },
      ],
      unanswered: ['gone'],
    });
    expect(await operations.parked()).toMatchObject({ unanswered: ['gone'] });
    await operations.beginRebuild('notes-list');
    expect([standby.rebuilt, live.rebuilt]).toEqual([[], ['notes-list']]);
    expect(await operations.retryParked('other-list')).toEqual({ applied: 1, stillParked: 0 });
    await expect(operations.beginRebuild('unknown')).rejects.toMatchObject({
      status: 503,
      detail: expect.stringContaining('gone'),
    });
  });

  it('know no other names', async () => {
    const { port } = await aReplica();
    const client = aClient({ notes: [port] });
    await client.query(aQuery());
    await expect(new RemoteOperations(client).retryParked('unknown')).rejects.toMatchObject({ status: 404 });
  });
});
