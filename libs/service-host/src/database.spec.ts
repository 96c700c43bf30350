import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { migrateEventSourcing } from '@opsledger/event-sourcing';
import { StoreUnavailable } from '@opsledger/event-store';
import { Database, createLogger } from '@opsledger/service-kit';
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

test('what the log waits for is no matter of that setting', () => {
  const cause = new Error('timeout exceeded when trying to connect');
  const failure = new StoreUnavailable('The event store cannot be reached', { cause });
  expect(asDatabaseRefusal(failure)).toBe(failure);
});
