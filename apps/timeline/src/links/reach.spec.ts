import type { LinkedRecord, LinkedRecordKind, RecordLink } from '@opsledger/contracts';
import fc from 'fast-check';
import { reach } from './reach';

const record = (id: string, kind: LinkedRecordKind = 'incident'): LinkedRecord => ({ id, name: id, record: kind });
const link = (from: LinkedRecord, to: LinkedRecord): RecordLink => ({
  kind: 'problem',
  from,
  to,
  since: '2026-03-02T09:00:00.000Z',
  until: null,
});
const among = (links: readonly RecordLink[]) => async (ids: readonly string[]) =>
  links.filter(({ from, to }) => ids.includes(from.id) || ids.includes(to.id));
const BOUNDS = { depth: 6, records: 100 };

test('links are followed both ways, nearest records first', async () => {
  const [a, b, c] = [record('a'), record('b'), record('c')];
  const { records, truncated } = await reach(b, BOUNDS, among([link(a, b), link(b, c)]));
  expect(records.map(({ id, distance }) => [id, distance])).toEqual([
    ['b', 0],
    ['a', 1],
    ['c', 1],
  ]);
  expect(records[1]!.reachedBy).toEqual({ kind: 'problem', from: 'b' });
  expect(truncated).toBe(false);
});

test('a configuration item is shown and not followed further, unless it is the subject', async () => {
  const [one, other, server] = [record('one'), record('other'), record('server', 'configuration-item')];
  const links = among([link(one, server), link(other, server)]);
  expect((await reach(one, BOUNDS, links)).records.map(({ id }) => id)).toEqual(['one', 'server']);
  expect((await reach(server, BOUNDS, links)).records.map(({ id }) => id)).toEqual(['server', 'one', 'other']);
});

test('what is left out is said', async () => {
  const hub = record('hub');
  const links = among(['a', 'b', 'c'].map((id) => link(record(id), hub)));
  expect(await reach(hub, { depth: 6, records: 3 }, links)).toMatchObject({ truncated: true });
  expect((await reach(hub, { depth: 0, records: 3 }, links)).records).toHaveLength(1);
});

test('whatever the links, every record within reach is told once, at its distance', async () => {
  const ids = fc.integer({ min: 0, max: 9 }).map((id) => record(`r${id}`));
  const links = fc.array(
    fc.tuple(ids, ids).map(([from, to]) => link(from, to)),
    { maxLength: 25 },
  );
  await fc.assert(
    fc.asyncProperty(links, fc.integer({ min: 0, max: 4 }), async (all, depth) => {
      const { records } = await reach(record('r0'), { depth, records: 100 }, among(all));
      expect(new Map(records.map(({ id, distance }) => [id, distance]))).toEqual(distances(all, depth));
      expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
    }),
  );
});

/** By relaxing every link until nothing gets nearer. */
function distances(links: readonly RecordLink[], depth: number): Map<string, number> {
  const found = new Map([['r0', 0]]);
  for (let round = 0; round < depth; round++)
    for (const [id, distance] of [...found])
      for (const { from, to } of links)
        for (const [one, other] of [
          [from.id, to.id],
          [to.id, from.id],
        ] as const)
          if (one === id && distance + 1 < (found.get(other) ?? Infinity) && distance < depth)
            found.set(other, distance + 1);
  return new Map([...found].sort(([, one], [, other]) => one - other));
}
