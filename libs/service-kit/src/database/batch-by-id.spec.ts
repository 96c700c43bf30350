import { batchById } from './batch-by-id';

interface Row {
  readonly id: string;
}

function aLoader(limits?: Parameters<typeof batchById>[2]) {
  const batches: (readonly string[])[] = [];
  const answers: (() => void)[] = [];
  const load = batchById<Row>(
    async (ids) => {
      batches.push(ids);
      await new Promise<void>((answer) => answers.push(answer));
      if (ids.includes('bad')) throw new Error('no database');
      return ids.filter((id) => id !== 'missing').map((id) => ({ id }));
    },
    (row) => row.id,
    limits,
  );
  const turn = () => new Promise(setImmediate);
  return { load, batches, answerAll: () => answers.splice(0).forEach((answer) => answer()), turn };
}

it('makes one query of what is asked in one turn, each id once', async () => {
  const { load, batches, answerAll, turn } = aLoader();
  const rows = Promise.all([load('a'), load('b'), load('a'), load('missing')]);
  await turn();
  answerAll();
  expect(await rows).toEqual([{ id: 'a' }, { id: 'b' }, { id: 'a' }, undefined]);
  expect(batches).toEqual([['a', 'b', 'missing']]);
});

it('asks again for what is asked for after the query has begun: it may have changed since', async () => {
  const { load, batches, answerAll, turn } = aLoader();
  const first = load('a');
  await turn();
  const second = load('a');
  await turn();
  answerAll();
  await Promise.all([first, second]);
  expect(batches).toEqual([['a'], ['a']]);
});

it('gathers ids while all its queries are under way, and loads no more at once than it may', async () => {
  const { load, batches, answerAll, turn } = aLoader({ parallel: 1, size: 2 });
  const first = load('a');
  await turn();
  const others = Promise.all(['b', 'c', 'd'].map(load));
  await turn();
  expect(batches).toEqual([['a']]);
  for (let round = 0; round < 3; round += 1) {
    answerAll();
    await turn();
    await turn();
  }
  await Promise.all([first, others]);
  expect(batches).toEqual([['a'], ['b', 'c'], ['d']]);
});

it('tells everybody of a batch that it failed, and goes on', async () => {
  const { load, answerAll, turn } = aLoader();
  const failing = Promise.allSettled([load('bad'), load('a')]);
  await turn();
  answerAll();
  expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const next = load('a');
  await turn();
  answerAll();
  await expect(next).resolves.toEqual({ id: 'a' });
});
