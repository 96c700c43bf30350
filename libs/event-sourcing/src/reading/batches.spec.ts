import { START } from '@opsledger/event-store';
import { MemorySource, positionOf } from '../fixtures/memory-source';
import { opened, ticketEvent } from '../fixtures/tickets';
import { Alarm } from './alarm';
import { batches } from './batches';

const log = (count: number): MemorySource => {
  const source = new MemorySource();
  for (let index = 0; index < count; index++) source.append(ticketEvent(`t${index}`, 1, opened()));
  return source;
};

describe('batches of a log', () => {
  it('hold every event once and in order', async () => {
    const source = log(25);
    const reading = new AbortController();
    const positions: string[] = [];
    for await (const events of batches(source, START, { limit: 10, gatherMs: 0 }, reading.signal)) {
      expect(events.length).toBeLessThanOrEqual(10);
      positions.push(...events.map(({ position }) => position));
      if (positions.length === 25) source.append(ticketEvent('late', 1, opened()));
      if (positions.length === 26) reading.abort();
    }
    expect(positions).toEqual(Array.from({ length: 26 }, (_, index) => positionOf(index + 1)));
  });

  it('are fetched ahead while there is more to catch up with', async () => {
    const source = log(20);
    const read = jest.spyOn(source, 'read');
    const batch = batches(source, START, { limit: 10, gatherMs: 0 }, new AbortController().signal);
    await batch.next();
    expect(read.mock.calls.map(([after]) => after)).toEqual([START, positionOf(10)]);
    await batch.return();
  });

  it('come empty from a quiet log', async () => {
    const reading = new AbortController();
    const batch = batches(log(0), START, { limit: 10, gatherMs: 0 }, reading.signal);
    expect((await batch.next()).value).toEqual([]);
    reading.abort();
    expect((await batch.next()).done).toBe(true);
  });

  it('gather what comes in quick succession', async () => {
    const source = log(1);
    const batch = batches(source, START, { limit: 10, gatherMs: 1_000 }, new AbortController().signal);
    await batch.next();
    const second = batch.next();
    for (let index = 0; index < 5; index++) {
      source.append(ticketEvent(`n${index}`, 1, opened()));
      await new Promise(setImmediate);
    }
    expect((await second).value).toHaveLength(5);
    await batch.return();
  });

  it.each([
    ['after more work', {}, 10],
    ['when nothing in them was wanted', { wants: (type: string) => type === 'TicketDropped' }, 0],
  ])('gather longer %s, unless somebody waits', async (_, more, workMs) => {
    const source = log(1);
    const hurry = new Alarm();
    const pace = { limit: 10, gatherMs: 0, patienceMs: 60_000, ...more };
    const batch = batches(source, START, pace, new AbortController().signal, hurry);
    await batch.next();
    const workUntil = performance.now() + workMs;
    while (performance.now() < workUntil) await new Promise(setImmediate);
    const second = batch.next();
    source.append(ticketEvent('n1', 1, opened()));
    await new Promise((resolve) => setTimeout(resolve, 20));
    source.append(ticketEvent('n2', 1, opened()));
    hurry.ring();
    expect((await second).value).toHaveLength(2);
    await batch.return();
  });

  it('pass the failure of the source on', async () => {
    const source = log(20);
    const batch = batches(source, START, { limit: 10, gatherMs: 0 }, new AbortController().signal);
    jest.spyOn(source, 'read').mockImplementation((after) => {
      return after === START ? Promise.resolve(source.events.slice(0, 10)) : Promise.reject(new Error('Out of reach'));
    });
    expect((await batch.next()).value).toHaveLength(10);
    await new Promise(setImmediate);
    await expect(batch.next()).rejects.toThrow('Out of reach');
  });
});
