import { NO_STREAM, START } from '@opsledger/event-store';
import { RecordCache } from './record-cache';

const record = (weight: number) => ({ state: weight, head: NO_STREAM, position: START, weight });

it('forgets the least recently used beyond its entries and beyond its bytes', () => {
  const cache = new RecordCache({ entries: 2, bytes: 100 });
  cache.set('a', record(10));
  cache.set('b', record(10));
  cache.get('a');
  cache.set('c', record(10));
  expect(cache.get('b')).toBeUndefined();
  cache.set('d', record(95));
  expect(cache.get('a')).toBeUndefined();
  expect(cache.get('d')).toBeDefined();
});

it('does not keep what is larger than the whole cache', () => {
  const cache = new RecordCache({ entries: 2, bytes: 100 });
  cache.set('a', record(10));
  cache.set('a', record(1000));
  expect(cache.get('a')).toBeUndefined();
});
