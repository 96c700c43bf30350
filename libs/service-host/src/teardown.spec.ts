import { Teardown } from './teardown';

const recorded = () => {
  const log: string[] = [];
  return { log, teardown: new Teardown((message) => log.push(message), 20) };
};

test('stops in the opposite order of starting, one after the other, once', async () => {
  const { log, teardown } = recorded();
  teardown.add('database', () => void log.push('database'));
  teardown.add('server', async () => {
    log.push('server closing');
    await Promise.resolve();
    log.push('server closed');
  });
  await Promise.all([teardown.run(), teardown.run()]);
  expect(log).toEqual(['server closing', 'server closed', 'database']);
});

test('a step that fails or hangs is told and does not keep the others from stopping', async () => {
  const { log, teardown } = recorded();
  teardown.add('database', () => void log.push('database'));
  teardown.add('readers', () => new Promise<void>(() => undefined));
  teardown.add('server', () => Promise.reject(new Error('no')));
  await teardown.run();
  expect(log).toEqual([
    'Stopping server failed: no',
    'Stopping readers takes too long; going on without it',
    'database',
  ]);
});
