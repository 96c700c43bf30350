import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { CannotStart } from './cannot-start';
import { asCannotListen, requireAddress } from './listening';

test('a free port passes, and is free again afterwards', async () => {
  await requireAddress({ host: '127.0.0.1', port: 0 });
});

test('a taken port is told with the way out', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as AddressInfo;
  await expect(requireAddress({ host: '127.0.0.1', port })).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is taken: stop what listens there, or choose another with PORT.`,
  );
  holder.close();
});

test('an address of another machine', async () => {
  await expect(requireAddress({ host: '192.0.2.1', port: 0 })).rejects.toThrow(CannotStart);
});

test('errors of another kind stay as they are', () => {
  const error = new Error('out of memory');
  expect(asCannotListen(error, { host: '127.0.0.1', port: 1 })).toBe(error);
});
