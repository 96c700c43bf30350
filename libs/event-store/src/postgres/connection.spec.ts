import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { eventually, testDatabase } from '@opsledger/testing';
import { Connection } from './connection';

const ask = { text: 'select 1', rowMode: 'array' } as const;

/** Passes everything on to the real server, from a port that can be closed and opened. */
function proxyTo(target: URL): Server {
  return createServer((client) => {
    const server = connect(Number(target.port), target.hostname);
    client.pipe(server).pipe(client);
    client.on('error', () => server.destroy());
    server.on('error', () => client.destroy());
  });
}

test('comes back after the server was away, however often it was asked meanwhile', async () => {
  const database = await testDatabase();
  const reserved = createServer().listen(0, '127.0.0.1');
  await once(reserved, 'listening');
  const { port } = reserved.address() as AddressInfo;
  reserved.close();
  await once(reserved, 'close');

  const url = new URL(database.url);
  const proxy = proxyTo(url);
  const connection = new Connection(
    { host: '127.0.0.1', port, user: url.username, password: url.password, database: url.pathname.slice(1) },
    { firstMs: 20, maxMs: 40 },
  );
  for (let n = 0; n < 5; n++) await expect(connection.query(ask)).rejects.toThrow('cannot be reached');

  proxy.listen(port, '127.0.0.1');
  await eventually(async () => expect((await connection.query(ask)).rows).toHaveLength(1));
  await connection.close();
  proxy.close();
  await database.close();
});
