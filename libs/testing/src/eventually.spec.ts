import { eventually } from './eventually';

test('answers the value once the assertion holds', async () => {
  let tries = 0;
  const value = await eventually(
    () => {
      if (++tries < 3) throw new Error('not yet');
      return tries;
    },
    { intervalMs: 1 },
  );
  expect(value).toBe(3);
});

test('gives the last reason when it never holds', async () => {
  let tries = 0;
  const never = () => Promise.reject(new Error(`no ${++tries}`));
  await expect(eventually(never, { timeoutMs: 10, intervalMs: 1 })).rejects.toThrow(/^no \d+$/);
  expect(tries).toBeGreaterThan(1);
});
