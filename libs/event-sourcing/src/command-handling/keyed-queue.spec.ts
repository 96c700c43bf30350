import { Overloaded } from './errors';
import { KeyedQueue } from './keyed-queue';

function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

it('runs the tasks of one key in order, and other keys meanwhile', async () => {
  const queue = new KeyedQueue();
  const first = gate();
  const done: string[] = [];
  const task = (name: string, before?: Promise<void>) => async () => {
    await before;
    done.push(name);
  };
  const all = [queue.run('a', task('a1', first.opened)), queue.run('a', task('a2')), queue.run('b', task('b1'))];
  await all[2];
  expect(done).toEqual(['b1']);
  first.open();
  await Promise.all(all);
  expect(done).toEqual(['b1', 'a1', 'a2']);
  expect(queue.size).toBe(0);
});

it('goes on after a task that failed', async () => {
  const queue = new KeyedQueue();
  const failing = queue.run('a', () => Promise.reject(new Error('no')));
  const next = queue.run('a', async () => 'yes');
  await expect(failing).rejects.toThrow('no');
  await expect(next).resolves.toBe('yes');
});

it('takes in no more than its limits, per key and in all', async () => {
  const queue = new KeyedQueue({ waitingPerKey: 1, total: 3 });
  const { open, opened } = gate();
  const inside = [queue.run('a', () => opened), queue.run('a', () => opened)];
  await expect(queue.run('a', () => opened)).rejects.toThrow(Overloaded);
  inside.push(queue.run('b', () => opened));
  await expect(queue.run('c', () => opened)).rejects.toThrow(Overloaded);
  open();
  await Promise.all(inside);
  await expect(queue.run('a', async () => 'room again')).resolves.toBe('room again');
});
