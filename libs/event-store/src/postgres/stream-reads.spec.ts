import { StreamReads, type SlicesQuery } from './stream-reads';

function reading() {
  const asked: (readonly string[])[] = [];
  const reads = new StreamReads<string>(async ({ streamIds, after }: SlicesQuery) => {
    const slices = streamIds.map((streamId, index) => `${streamId} after ${after[index]}`);
    asked.push(slices);
    return slices.map((row, index) => ({ index, row }));
  });
  return { reads, asked };
}

test('what is asked for in one turn is one query, and a slice that several ask for is read once for all of them', async () => {
  const { reads, asked } = reading();
  const rows = await Promise.all([reads.read('a', 0), reads.read('b', 0), reads.read('a', 0), reads.read('a', 7)]);
  expect(asked).toEqual([['a after 0', 'b after 0', 'a after 7']]);
  expect(rows).toEqual([['a after 0'], ['b after 0'], ['a after 0'], ['a after 7']]);
  expect(rows[2]).toBe(rows[0]);
});

test('what is asked for when its query has begun is read once more: it may have changed', async () => {
  const { reads, asked } = reading();
  const first = reads.read('a', 0);
  await new Promise(setImmediate);
  expect(asked).toHaveLength(1);
  const second = reads.read('a', 0);
  expect(await second).not.toBe(await first);
  expect(asked).toHaveLength(2);
});

test('a query that fails fails all who asked, and nobody after them', async () => {
  let fails = true;
  const reads = new StreamReads<string>(async () => {
    if (fails) throw new Error('gone');
    return [{ index: 0, row: 'there' }];
  });
  const asked = await Promise.allSettled([reads.read('a', 0), reads.read('a', 0)]);
  expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  fails = false;
  expect(await reads.read('a', 0)).toEqual(['there']);
});
