import { setImmediate as turn } from 'node:timers/promises';
import { inParallel } from './in-parallel';

test('works on everything, never on more at a time than told', async () => {
  let [running, most] = [0, 0];
  const done: number[] = [];
  await inParallel([5, 3, 1, 4, 2], 2, async (turns) => {
    most = Math.max(most, ++running);
    for (let left = turns; left > 0; left--) await turn();
    running--;
    done.push(turns);
  });
  expect(done.sort()).toEqual([1, 2, 3, 4, 5]);
  expect(most).toBe(2);
});

test('takes from a generator only what there is room for', async () => {
  let taken = 0;
  function* endless() {
    for (;;) yield taken++;
  }
  const failing = inParallel(endless(), 3, async (item) => {
    await turn();
    if (item === 10) throw new Error('enough');
  });
  await expect(failing).rejects.toThrow('enough');
  expect(taken).toBeLessThan(16);
});
