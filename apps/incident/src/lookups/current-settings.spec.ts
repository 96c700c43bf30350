import { DEFAULT_AUTO_CLOSE } from '@opsledger/contracts';
import { MemoryEventStore, NO_STREAM, type NewEvent } from '@opsledger/event-store';
import { CurrentSettings, settingsStream } from './current-settings';

const revised = (businessDays: number): NewEvent => ({
  id: `00000000-0000-4000-8000-00000000000${businessDays}`,
  type: 'AutoCloseRevised',
  data: { autoClose: { before: DEFAULT_AUTO_CLOSE, after: { businessDays, zone: 'UTC' } } },
  occurredAt: '2026-03-02T09:00:00.000Z',
  metadata: { actor: { id: 'p', name: 'Root', kind: 'person' }, correlationId: 'c' },
});
const daysOf = async (settings: CurrentSettings) => (await settings.get()).autoClose.businessDays;

test('are the defaults until somebody revises them, then what was revised last', async () => {
  const store = new MemoryEventStore();
  const settings = CurrentSettings.of(store);
  expect(CurrentSettings.of(store)).toBe(settings);
  expect(await daysOf(settings)).toBe(5);
  const { head } = await store.append(settingsStream, NO_STREAM, [revised(3)]);
  expect(await daysOf(settings)).toBe(3);
  await store.append(settingsStream, head, [revised(7)]);
  expect(await daysOf(settings)).toBe(7);
});

test('are read once for many, and not again while nothing changed', async () => {
  const store = new MemoryEventStore();
  await store.append(settingsStream, NO_STREAM, [revised(3)]);
  const reading = jest.spyOn(store, 'readStream');
  const settings = CurrentSettings.of(store);
  const answers = await Promise.all(Array.from({ length: 10 }, () => daysOf(settings)));
  expect(new Set(answers)).toEqual(new Set([3]));
  await settings.get();
  expect(reading).toHaveBeenCalledTimes(1);
});

test('a failed reading is told, and tried again', async () => {
  const store = new MemoryEventStore();
  jest.spyOn(store, 'readStream').mockRejectedValueOnce(new Error('gone'));
  const settings = CurrentSettings.of(store);
  await expect(settings.get()).rejects.toThrow('gone');
  expect(await daysOf(settings)).toBe(5);
});
