import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { eventually } from '@opsledger/testing';
import { eventStoreContract } from '../contract/event-store-contract';
import { aFact, aStream, facts } from '../contract/samples';
import { StoreOverloaded, StoreUnavailable, UnacceptableEvent, WrongExpectedVersion } from '../errors';
import { START } from '../event';
import { NO_STREAM } from '../event-store';
import { FakeServer, type Fault } from './fake-server.fixture';
import { KurrentDbEventStore, type KurrentDbEventStoreOptions } from './kurrentdb-event-store';

let server: FakeServer;
let logs = 0;
beforeAll(async () => {
  server = await new FakeServer().start();
});
afterAll(() => server.stop());
beforeEach(() => {
  server.faults = [];
});

const open = (options: Partial<KurrentDbEventStoreOptions> = {}) =>
  KurrentDbEventStore.open({ url: server.url, prefix: `log-${++logs}.`, deadlineMs: 2_000, ...options });

describe('against a server in this process', () =>
  eventStoreContract(({ clock }) => open({ clock, deadlineMs: 10_000 }), {
    idsUniqueWithin: 'stream',
    largestText: 2_100_000,
  }));

describe('on a shared server', () => {
  test('events of others are not seen, however many, and an empty log ends where it begins', async () => {
    for (let count = 0; count < 50; count++) server.addForeign('orders-1');
    const store = await open();
    for (let count = 0; count < 50; count++) server.addForeign('orders-1');
    expect(await store.head()).toBe(START);
    expect(await store.readAll({ after: START, limit: 10 })).toEqual([]);
    const { events } = await store.append(aStream(), NO_STREAM, facts(2));
    server.addForeign('orders-1');
    expect(await store.readAll({ after: START, limit: 10 })).toEqual(events);
    expect(await store.head()).toBe(events[1]?.position);
    await store.close();
  });

  test('credentials in the address of a server without TLS are no obstacle: they are not sent', async () => {
    const store = await open({ url: server.url.replace('://', '://admin:changeit@') });
    await store.append(aStream(), NO_STREAM, facts(2));
    expect(await store.readAll({ after: START, limit: 10 })).toHaveLength(2);
    await store.close();
  });

  test('two processes of one log recognise what the other repeats', async () => {
    const prefix = `log-${++logs}.`;
    const [one, other] = await Promise.all([open({ prefix }), open({ prefix })]);
    const stream = aStream();
    const given = facts(2);
    const answers = await Promise.all([one, other, one, other].map((store) => store.append(stream, NO_STREAM, given)));
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
    for (const { events } of answers) expect(events).toEqual(answers[0]?.events);
    await other.append(stream, answers[0]!.head, facts(1));
    await expect(one.append(stream, answers[0]!.head, facts(1))).rejects.toMatchObject({ actual: 3 });
    await Promise.all([one.close(), other.close()]);
  });

  test('a stream that lost its first events is not taken for a shorter one', async () => {
    const prefix = `log-${++logs}.`;
    const store = await open({ prefix });
    const stream = aStream();
    await store.append(stream, NO_STREAM, facts(3));
    server.truncate(prefix + stream, 1);
    await expect(store.readStream(stream)).rejects.toThrow('lacks revision 1');
    await store.close();
  });
});

describe('when something goes wrong', () => {
  test.each<[Fault, new (...parameters: any[]) => Error]>([
    ['unavailable', StoreUnavailable],
    ['silent', StoreUnavailable],
    ['lost answer', StoreUnavailable],
    ['not leader', StoreUnavailable],
    ['access denied', StoreUnavailable],
    ['too large', UnacceptableEvent],
  ])('%s: an append fails as the port says, and the next one is carried out', async (fault, kind) => {
    const store = await open({ deadlineMs: 300 });
    server.faults = [fault];
    await expect(store.append(aStream(), NO_STREAM, facts(1))).rejects.toThrow(kind);
    await eventually(async () => {
      expect((await store.append(aStream(), NO_STREAM, facts(1))).repeated).toBe(false);
    });
    await store.close();
  });

  test.each<Fault>(['unavailable', 'silent', 'access denied'])('%s: reads are unavailable', async (fault) => {
    const store = await open({ deadlineMs: 300 });
    server.faults = [fault];
    await expect(store.readAll({ after: START, limit: 1 })).rejects.toThrow(StoreUnavailable);
    server.faults = [fault];
    await expect(store.readStream(aStream())).rejects.toThrow(StoreUnavailable);
    await store.close();
  });

  test('an append whose answer was lost is recognised when it is repeated, also from a newer head', async () => {
    const store = await open();
    const stream = aStream();
    const given = facts(2);
    server.faults = ['lost answer'];
    await expect(store.append(stream, NO_STREAM, given)).rejects.toThrow(StoreUnavailable);
    const again = await store.append(stream, NO_STREAM, given);
    expect(again.repeated).toBe(true);
    expect(await store.append(stream, again.head, given)).toEqual(again);
    expect(await store.readStream(stream)).toEqual(again.events);
    await store.close();
  });

  test('too many waiting appends are refused, and closing refuses those that have not begun', async () => {
    const store = await open({ maxWaiting: 3 });
    const stream = aStream();
    const attempts = Array.from({ length: 6 }, () => store.append(stream, NO_STREAM, [aFact()]));
    const closing = store.close();
    const reasons = (await Promise.allSettled(attempts)).map((attempt) =>
      attempt.status === 'rejected' ? (attempt.reason as Error).constructor : undefined,
    );
    expect(reasons).toContain(StoreOverloaded);
    expect(reasons).toContain(StoreUnavailable);
    await closing;
  });

  test('a wrong version costs no write when it is known', async () => {
    const store = await open();
    const stream = aStream();
    await store.append(stream, NO_STREAM, facts(2));
    const before = server.calls.append;
    await expect(store.append(stream, NO_STREAM, facts(1))).rejects.toThrow(WrongExpectedVersion);
    expect(server.calls.append).toBe(before);
    await store.close();
  });

  test('what is restored onto a stream that has gone on is told how far it is', async () => {
    const store = await open();
    const stream = aStream();
    await store.append(stream, NO_STREAM, facts(5));
    const [, second] = await store.readStored({ after: START, limit: 5 });
    await expect(store.restore([{ ...second!, id: aFact().id }])).rejects.toMatchObject({
      ...{ name: 'WrongExpectedVersion', streamId: stream, actual: 5 },
      message: expect.stringContaining('is at revision 5, not 1'),
    });
    await store.close();
  });
});

describe('wake-ups', () => {
  test('come from appends of other processes, also after the subscription was dropped', async () => {
    const prefix = `log-${++logs}.`;
    const [listening, writing] = await Promise.all([open({ prefix }), open({ prefix })]);
    let told = 0;
    listening.onAppended(() => (told += 1));
    await eventually(() => expect(server.subscriptions).toBe(1));
    server.dropSubscriptions();
    await eventually(() => expect(server.subscriptions).toBe(1));
    await eventually(() => expect(told).toBeGreaterThan(0));
    const before = told;
    await writing.append(aStream(), NO_STREAM, facts(1));
    await eventually(() => expect(told).toBeGreaterThan(before));
    await Promise.all([listening.close(), writing.close()]);
    await eventually(() => expect(server.subscriptions).toBe(0));
  });
});

describe('a server that is lost', () => {
  test('makes the store unavailable, and is used again when it is back', async () => {
    const own = await new FakeServer().start();
    const store = await open({ url: own.url });
    let told = 0;
    store.onAppended(() => (told += 1));
    await eventually(() => expect(own.subscriptions).toBe(1));
    const stream = aStream();
    const { head } = await store.append(stream, NO_STREAM, facts(1));
    own.stop();
    await expect(store.append(stream, head, facts(1))).rejects.toThrow(StoreUnavailable);
    await expect(store.readStream(stream)).rejects.toThrow(StoreUnavailable);
    await expect(store.head()).rejects.toThrow(StoreUnavailable);
    await own.start();
    await eventually(async () => expect(await store.readStream(stream)).toHaveLength(1));
    await store.append(stream, head, facts(1));
    await eventually(() => expect(own.subscriptions).toBe(1));
    expect(told).toBeGreaterThan(0);
    await store.close();
    own.stop();
  });

  test('as the leader is followed to the next one, and nobody notices', async () => {
    const [follower, leader] = await Promise.all([new FakeServer().start(), new FakeServer().start()]);
    const store = await open({ url: follower.url });
    follower.leader = leader.port;
    follower.faults = ['not leader'];
    const { events } = await store.append(aStream(), NO_STREAM, facts(1));
    expect([follower.calls.append, leader.calls.append]).toEqual([2, 1]);
    expect(await store.head()).toBe(events[0]?.position);
    await store.close();
    for (const each of [follower, leader]) each.stop();
  });

  test('behind a connection that swallows everything is reached by another one', async () => {
    const own = await new FakeServer().start();
    const sockets: Socket[] = [];
    const relay = createServer((near) => {
      const far = connect(own.port, '127.0.0.1');
      sockets.push(
        near.on('error', () => far.destroy()),
        far.on('error', () => near.destroy()),
      );
      near.pipe(far).pipe(near);
    });
    await once(relay.listen(0, '127.0.0.1'), 'listening');
    const { port } = relay.address() as AddressInfo;
    const store = await open({ url: `esdb://127.0.0.1:${port}?tls=false`, deadlineMs: 200 });
    const { events } = await store.append(aStream(), NO_STREAM, facts(1));
    for (const socket of sockets) socket.unpipe();
    await expect(store.head()).rejects.toThrow('in time');
    await eventually(async () => expect(await store.head()).toBe(events[0]?.position));
    await store.close();
    for (const socket of sockets) socket.destroy();
    relay.close();
    own.stop();
  });

  test('or was never there makes opening fail in time, with a line that names it and no password', async () => {
    const url = 'kurrentdb://admin:secret@127.0.0.1:1?tls=false';
    const failure = await open({ url, deadlineMs: 1_000 }).catch((error: Error) => error);
    expect(failure).toBeInstanceOf(StoreUnavailable);
    expect(String(failure)).toContain('127.0.0.1:1');
    expect(String(failure)).not.toContain('secret');
  });

  test('or whose cluster finds no leader makes opening fail in time', async () => {
    const started = performance.now();
    const url = 'kurrentdb+discover://127.0.0.1:1?tls=false&discoveryInterval=400&maxDiscoverAttempts=4';
    await expect(open({ url, deadlineMs: 500 })).rejects.toThrow(StoreUnavailable);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
