import { Teardown } from './teardown';

const recorded = (stopMs = 20) => {
  const log: string[] = [];
  return { log, teardown: new Teardown((message) => log.push(message), stopMs) };
};

const never = () => new Promise<void>(() => undefined);

test('stops in the opposite order of starting, one after the other, once', async () => {
  const { log, teardown } = recorded(1_000);
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
  teardown.add('readers', never);
  teardown.add('server', () => Promise.reject(new Error('no')));
  await teardown.run();
  expect(log).toEqual([
    'Stopping server failed: no',
    'database',
    'Not stopped within 0.02 seconds, and left as they were: readers. Whatever was acknowledged is recorded.',
  ]);
});

test('all steps share one time, and those that hang are told in one line', async () => {
  const { log, teardown } = recorded(1_000);
  for (const name of ['the log', 'connections', 'services']) teardown.add(name, never);
  const began = performance.now();
  await teardown.run();
  expect(performance.now() - began).toBeLessThan(2_500);
  expect(log).toEqual([
    'Not stopped within 1 seconds, and left as they were: services, connections, the log. Whatever was acknowledged is recorded.',
  ]);
});

test('a step has the time that is kept for it, however long those before it take', async () => {
  const { log, teardown } = recorded(60_050);
  teardown.add('PostgreSQL', (withinMs) => void log.push(withinMs > 30_000 ? 'time enough' : `${withinMs} ms`), 60_000);
  teardown.add('services', never);
  await teardown.run();
  expect(log[0]).toBe('time enough');
});

test('what a start adds before it ends is stopped; one that does not end is not waited for', async () => {
  const { log, teardown } = recorded(1_000);
  await teardown.run(Promise.resolve().then(() => teardown.add('database', () => void log.push('database'))));
  expect(log).toEqual(['database']);

  const hanging = recorded();
  await hanging.teardown.run(never());
  expect(hanging.log).toEqual([expect.stringContaining('left as they were: the start.')]);
});
