import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { migrateEventSourcing } from '@opsledger/event-sourcing';
import { StoreUnavailable } from '@opsledger/event-store';
import { Database, createLogger, unavailable } from '@opsledger/service-kit';
import { CannotStart } from './cannot-start';
import { asDatabaseRefusal, operatorsDatabase } from './database';

test('a process that is told to end waits no longer for a database that takes it and says nothing', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const url = `postgres://ops@127.0.0.1:${(silent.address() as AddressInfo).port}/ops`;
  const ending = new AbortController();
  const waiting = operatorsDatabase(url, createLogger({ level: 'silent' }), ending.signal);
  const [connection] = (await once(silent, 'connection')) as [{ destroy(): void }];
  ending.abort(new Error('told to end'));
  await expect(waiting).rejects.toThrow('told to end');
  connection.destroy();
  silent.close();
});

test('a start that gets no connection in time names the setting, whether one is made or one is free too late', async () => {
  const silent = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const url = `postgres://ops@127.0.0.1:${(silent.address() as AddressInfo).port}/ops`;
  const database = new Database({ url, connectTimeout: 20, poolSize: 1 });
  const reasons = ['Connection terminated due to connection timeout', 'timeout exceeded when trying to connect'];
  const failures = await Promise.all(
    reasons.map(() => migrateEventSourcing(database.pool).catch((error: unknown) => error)),
  );
  for (const [index, failure] of failures.entries()) {
    const refusal = asDatabaseRefusal(failure) as Error;
    expect(refusal).toBeInstanceOf(CannotStart);
    expect(refusal.message).toBe(
      `The database gave no connection within DATABASE_CONNECT_TIMEOUT (${reasons[index]}): raise it, or unset it for 5000 milliseconds; if that is long enough, see what keeps the server.`,
    );
  }
  await database.close();
  silent.close();
});

const FURTHER = 'See whether the server runs and answers, then start again.';
const timeout = new Error('timeout exceeded when trying to connect');

test.each([
  [
    'the log got no connection in time, which no setting says',
    new StoreUnavailable(`The event store cannot be reached: ${timeout.message}.`, { cause: timeout }),
    `The event store cannot be reached: timeout exceeded when trying to connect. ${FURTHER}`,
  ],
  [
    'a connection was lost',
    new Error('Connection terminated unexpectedly'),
    `The database cannot be used: Connection terminated unexpectedly. ${FURTHER}`,
  ],
  [
    'a service of this process was told so',
    unavailable('log-unavailable', 'The log cannot be reached', 'Try again in a moment.'),
    `The log cannot be reached. ${FURTHER}`,
  ],
])('a start that lost its database says so, with what to do: %s', (_, failure, message) => {
  expect(asDatabaseRefusal(failure)).toEqual(new CannotStart(message));
});

test('what is a fault of ours keeps its stack', () => {
  const fault = new TypeError('undefined is not a function');
  expect(asDatabaseRefusal(fault)).toBe(fault);
});

test('a server that takes a user and then says nothing more keeps no start waiting', async () => {
  const [authenticated, ready] = ['R\0\0\0\b\0\0\0\0', 'Z\0\0\0\u0005I'];
  const mute = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined).once('data', () => socket.write(authenticated + ready, 'latin1'));
    teardown.push(() => socket.destroy());
  }).listen(0, '127.0.0.1');
  const teardown: (() => void)[] = [() => mute.close()];
  await once(mute, 'listening');
  const url = `postgres://ops@127.0.0.1:${(mute.address() as AddressInfo).port}/ops`;
  const found = operatorsDatabase(url, createLogger({ level: 'silent' }), new AbortController().signal);
  await expect(found).resolves.toMatchObject({ url });
  for (const end of teardown) end();
});
