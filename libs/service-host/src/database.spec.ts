import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createLogger } from '@opsledger/service-kit';
import { operatorsDatabase } from './database';

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
