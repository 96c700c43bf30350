import { fakeClock } from '@opsledger/testing';
import { fastify } from 'fastify';
import type { HealthReport } from './health';
import { serveHealth } from './serve-health';

function aServer() {
  const clock = fakeClock();
  const asked = { ready: 0, metrics: 0 };
  const is = { status: 'ok' as HealthReport['status'], broken: false };
  const waiting: (() => void)[] = [];
  const server = fastify();
  serveHealth(server, {
    clock: clock.now,
    health: {
      live: () => ({ status: 'ok', checks: {} }),
      ready: async () => {
        asked.ready += 1;
        await new Promise<void>((resolve) => waiting.push(resolve));
        if (is.broken) throw new Error('broken');
        return { status: is.status, checks: {} };
      },
    },
    metrics: async () => `asked ${(asked.metrics += 1)}\n`,
  });
  const release = () => waiting.splice(0).forEach((resolve) => resolve());
  const status = async (): Promise<number> => {
    const answer = server.inject('/health/ready');
    while (waiting.length === 0 && (await settledSoon(answer)) === undefined);
    release();
    return (await answer).statusCode;
  };
  return { server, clock, asked, is, release, status };
}

const settledSoon = <T>(promise: Promise<T>): Promise<T | undefined> =>
  Promise.race([promise, new Promise<undefined>((resolve) => setImmediate(() => resolve(undefined)))]);

it('asks once for all who ask at the same time', async () => {
  const { server, asked, release } = aServer();
  const answers = Promise.all([1, 2, 3].map(() => server.inject('/health/ready')));
  await settledSoon(server.inject('/health/live'));
  while (asked.ready === 0) await new Promise(setImmediate);
  release();
  expect((await answers).map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
  expect(asked.ready).toBe(1);
});

it('asks once a second at most while all is well', async () => {
  const { server, clock, asked, status } = aServer();
  expect([await status(), await status()]).toEqual([200, 200]);
  const metrics = async () => (await server.inject('/metrics')).body;
  expect([await metrics(), await metrics()]).toEqual(['asked 1\n', 'asked 1\n']);
  clock.advance(999);
  expect([await status(), asked.ready]).toEqual([200, 1]);
  clock.advance(1);
  expect([await status(), asked.ready]).toEqual([200, 2]);
  expect(await metrics()).toBe('asked 2\n');
  clock.advance(-3_600_000);
  expect([await status(), asked.ready]).toEqual([200, 3]);
});

it('keeps no answer that says it is not well, nor one that failed', async () => {
  const { asked, is, status } = aServer();
  is.status = 'failing';
  expect(await status()).toBe(503);
  is.broken = true;
  expect(await status()).toBe(500);
  Object.assign(is, { status: 'ok', broken: false });
  expect([await status(), asked.ready]).toEqual([200, 3]);
});
