import { DEFAULT_AUTO_CLOSE, INCIDENT_SETTINGS_ID } from '@opsledger/contracts';
import { MemoryEventStore, NO_STREAM, streamOf, type NewEvent } from '@opsledger/event-store';
import { incidentSettings } from '../settings/settings';
import { currentSettings } from './current-settings';

const settingsStream = streamOf(incidentSettings.category, INCIDENT_SETTINGS_ID);

const revised = (businessDays: number): NewEvent => ({
  id: `00000000-0000-4000-8000-00000000000${businessDays}`,
  type: 'AutoCloseRevised',
  data: { autoClose: { before: DEFAULT_AUTO_CLOSE, after: { businessDays, zone: 'UTC' } } },
  occurredAt: '2026-03-02T09:00:00.000Z',
  metadata: { actor: { id: 'p', name: 'Root', kind: 'person' }, correlationId: 'c' },
});
const daysOf = async (store: MemoryEventStore) => (await currentSettings.get(store)).autoClose.businessDays;

test('are the defaults until somebody revises them, then what was revised last', async () => {
  const store = new MemoryEventStore();
  expect(await daysOf(store)).toBe(5);
  const { head } = await store.append(settingsStream, NO_STREAM, [revised(3)]);
  expect(await daysOf(store)).toBe(3);
  await store.append(settingsStream, head, [revised(7)]);
  expect(await daysOf(store)).toBe(7);
});

test('are read once for many, and not again while nothing changed', async () => {
  const store = new MemoryEventStore();
  await store.append(settingsStream, NO_STREAM, [revised(3)]);
  const reading = jest.spyOn(store, 'readStream');
  const answers = await Promise.all(Array.from({ length: 10 }, () => daysOf(store)));
  expect(new Set(answers)).toEqual(new Set([3]));
  await currentSettings.get(store);
  expect(reading).toHaveBeenCalledTimes(1);
});

test('a failed reading is told, and tried again', async () => {
  const store = new MemoryEventStore();
  jest.spyOn(store, 'readStream').mockRejectedValueOnce(new Error('gone'));
  await expect(currentSettings.get(store)).rejects.toThrow('gone');
  expect(await daysOf(store)).toBe(5);
});
