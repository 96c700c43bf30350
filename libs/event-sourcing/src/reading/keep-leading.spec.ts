import { eventually, testDatabase } from '@opsledger/testing';
import { keepLeading } from './keep-leading';

test('what fails again and again is told at once, and then now and then, with how often it has failed', async () => {
  const database = await testDatabase();
  const ending = new AbortController();
  const told: object[] = [];
  const ignore = () => undefined;
  let ended = 0;
  const leading = keepLeading({
    pool: database.pool,
    lease: 'what fails',
    log: { info: ignore, warn: ignore, error: (fields) => void told.push(fields) },
    signal: ending.signal,
    lead: () => Promise.reject(new Error('away')),
    onEnd: () => void (ended += 1),
  });
  await eventually(() => expect(ended).toBe(4));
  expect(told).toEqual([expect.objectContaining({ lease: 'what fails', attempt: 1 })]);
  ending.abort();
  await leading;
  await database.close();
});
