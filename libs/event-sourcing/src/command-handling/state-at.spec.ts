import { MemoryEventStore } from '@opsledger/event-store';
import { CommandHandler } from './command-handler';
import { counter, openCounter, raise } from './counter.fixture';
import { stateAt } from './state-at';

const STREAM = 'counter-one';

/** Opened in January; raised by 1 in March; in April we learn that it had been raised by 10 in February. */
async function aCorrectedHistory() {
  let now = '2026-01-10T00:00:00.000Z';
  const store = new MemoryEventStore(() => new Date(now));
  const handler = new CommandHandler(counter, store);
  const at = (instant: string): string => (now = instant);
  await handler.handle(openCounter({ id: 'one', now: at('2026-01-10T00:00:00.000Z') }));
  await handler.handle(raise('one', { by: 1 }, { now: at('2026-03-10T00:00:00.000Z') }));
  const overrides = { occurredAt: '2026-02-10T00:00:00.000Z' };
  await handler.handle(raise('one', { by: 10, overrides }, { now: at('2026-04-10T00:00:00.000Z') }));
  return store;
}

it.each([
  ['before it was', { asOf: '2026-01-01T00:00:00Z' }, undefined],
  ['as it was, whenever we learned it', { asOf: '2026-02-11T00:00:00Z' }, { total: 10, revision: 3 }],
  ['as we knew it', { knownAt: '2026-02-11T00:00:00Z' }, { total: 0, revision: 1 }],
  [
    'as we knew in March what was so in February',
    { asOf: '2026-02-11', knownAt: '2026-03-11' },
    { total: 0, revision: 1 },
  ],
  ['with an instant of another zone', { asOf: '2026-03-10T02:00:00+02:00' }, { total: 11, revision: 3 }],
  ['at a revision', { revision: 2 }, { total: 1, revision: 2 }],
  ['at present', {}, { total: 11, revision: 3 }],
])('a record %s', async (_, point, expected) => {
  const past = await stateAt(counter, await aCorrectedHistory(), STREAM, point);
  expect(past && { total: past.state.total, revision: past.revision }).toEqual(expected);
});

it('is undefined for a record that never was', async () => {
  expect(await stateAt(counter, new MemoryEventStore(), 'counter-nobody')).toBeUndefined();
});

it('refuses what is no instant', async () => {
  await expect(stateAt(counter, new MemoryEventStore(), STREAM, { asOf: 'yesterday' })).rejects.toThrow(RangeError);
});
