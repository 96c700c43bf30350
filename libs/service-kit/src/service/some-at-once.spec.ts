import { someAtOnce } from './some-at-once';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('answers come in the order of what was asked, and never more are waited for than so many', async () => {
  let [waiting, most] = [0, 0];
  const double = async (it: number): Promise<number> => {
    waiting += 1;
    most = Math.max(most, waiting);
    for (let left = 5 - it; left > 0; left--) await turn();
    waiting -= 1;
    return 2 * it;
  };
  expect(await someAtOnce([1, 2, 3, 4, 5], 2, double)).toEqual([2, 4, 6, 8, 10]);
  expect(most).toBe(2);
});

test('what fails is the failure of all, and nothing more is begun', async () => {
  const begun: number[] = [];
  const failing = async (it: number): Promise<void> => {
    begun.push(it);
    if (it === 2) throw new Error('No.');
  };
  await expect(someAtOnce([1, 2, 3], 2, failing)).rejects.toThrow('No.');
  expect(begun).toEqual([1, 2]);
});

test('of nothing there is nothing', async () => expect(await someAtOnce([], 2, turn)).toEqual([]));
