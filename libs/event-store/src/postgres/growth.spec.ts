import { aFact } from '../contract/samples';
import type { RecordedEvent } from '../event';
import { Listeners } from '../listeners';
import { Growth } from './growth';
import { recordedEvent } from '../recorded-event';

const eventAt = (position: number): RecordedEvent =>
  recordedEvent(
    { ...aFact(), data: '{}', metadata: '{}' },
    { streamId: 'incident-1', revision: 1, position: String(position).padStart(16, '0'), recordedAt: '', hash: '' },
  );

/** `last` is where the log ended when they began to listen. */
function listening(last = 0) {
  const told: number[][] = [];
  const listeners = new Listeners();
  listeners.add((events) => told.push(events.map(({ position }) => Number(position))));
  const growth = new Growth(listeners);
  if (last > 0) growth.hear(last);
  told.splice(0);
  return { growth, told };
}

test('a notification by another process wakes without events', () => {
  const { growth, told } = listening();
  growth.hear(5);
  expect(told).toEqual([[]]);
});

test.each(['before', 'after'] as const)(
  'the notification of an own append %s its answer wakes nobody',
  async (when) => {
    const { growth, told } = listening(4);
    await growth.during(
      async () => {
        if (when === 'before') growth.hear(5);
        return [eventAt(5)];
      },
      (events) => events,
    );
    if (when === 'after') growth.hear(5);
    expect(told).toEqual([[5]]);
  },
);

test('what another process appended during an own append wakes afterwards, even when the own one failed', async () => {
  const { growth, told } = listening();
  const failing = growth.during(
    async () => {
      growth.hear(7);
      throw new Error('lost');
    },
    () => [],
  );
  await expect(failing).rejects.toThrow('lost');
  expect(told).toEqual([[]]);
});

test.each([
  ['heard of before the own answer', [7]],
  ['not heard of', []],
])('what came between own appends is told behind them: %s', async (_how, heard) => {
  const { growth, told } = listening(6);
  await growth.during(
    async () => {
      for (const position of heard) growth.hear(position);
      return [eventAt(8), eventAt(9)];
    },
    (events) => events,
  );
  expect(told).toEqual([[8, 9], []]);
  growth.hear(9);
  expect(told).toHaveLength(2);
});

test('that something came of which nobody knows where it lies is told at once, also while an append is under way', async () => {
  const { growth, told } = listening(6);
  await growth.during(
    async () => {
      growth.hear();
      expect(told).toEqual([[]]);
      return [eventAt(7)];
    },
    (events) => events,
  );
  expect(told).toEqual([[], [7]]);
});

test('an own append that failed wakes afterwards: it may have been recorded all the same', async () => {
  const { growth, told } = listening();
  await expect(
    growth.during(
      () => Promise.reject(new Error('lost')),
      () => [],
    ),
  ).rejects.toThrow('lost');
  expect(told).toEqual([[]]);
});

test('after a connect, when anything may have been missed, listeners are woken once', () => {
  const { growth, told } = listening();
  growth.hear();
  growth.hear(0);
  expect(told).toEqual([[]]);
});

test('a listener that throws disturbs neither the others nor the append', async () => {
  const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  const listeners = new Listeners();
  const told: number[] = [];
  listeners.add(() => {
    throw new Error('a bug');
  });
  listeners.add((events) => told.push(events.length));
  const append = new Growth(listeners).during(
    async () => [eventAt(1)],
    (events) => events,
  );
  await expect(append).resolves.toHaveLength(1);
  expect(told).toEqual([1]);
  expect(warned).toHaveBeenCalled();
  warned.mockRestore();
});
