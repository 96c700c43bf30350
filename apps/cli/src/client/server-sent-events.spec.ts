import * as fc from 'fast-check';
import { linesOf, serverSentEvents } from './server-sent-events';

const FEED =
  'id: 0000000000000001\nevent: IncidentLogged\ndata: {"title":"Café"}\n\n: heartbeat\n\ndata: a\ndata: b\n\ndata: cut of';

async function* cutAt(bytes: Uint8Array, ends: readonly number[]) {
  let from = 0;
  for (const end of [...ends].sort((a, b) => a - b)) {
    yield bytes.slice(from, end);
    from = Math.max(from, end);
  }
  yield bytes.slice(from);
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

test('takes a feed apart wherever its chunks end; what is cut off does not count', async () => {
  const bytes = new TextEncoder().encode(FEED);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 6 }), async (ends) => {
      expect(await all(serverSentEvents(cutAt(bytes, ends)))).toEqual([
        { id: '0000000000000001', event: 'IncidentLogged', data: '{"title":"Café"}' },
        undefined,
        { id: undefined, event: undefined, data: 'a\nb' },
      ]);
    }),
  );
});

test('lines of JSON are whole lines', async () => {
  const bytes = new TextEncoder().encode('{"a":1}\r\n{"b":2}\n{"c":');
  expect(await all(linesOf(cutAt(bytes, [3, 9])))).toEqual(['{"a":1}', '{"b":2}']);
});
