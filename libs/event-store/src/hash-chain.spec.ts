import { createHash } from 'node:crypto';
import { NO_STREAM } from './event-store';
import { chain, type ChainedEvent } from './hash-chain';

const AT = '2026-03-01T09:00:00.500Z';
const noted: ChainedEvent = {
  id: '0198c0de-0000-7000-8000-000000000001',
  type: 'IncidentNoted',
  occurredAt: '2026-03-01T09:00:00.000Z',
  data: '{"text":"ü"}',
  metadata: '{}',
};

test('the encoding is fixed: logs written by any release verify with any later one', () => {
  const text =
    '0'.repeat(64) +
    '36:0198c0de-0000-7000-8000-000000000001' +
    '10:incident-1' +
    '1:1' +
    '13:IncidentNoted' +
    '24:2026-03-01T09:00:00.000Z' +
    '24:2026-03-01T09:00:00.500Z' +
    '12:{"text":"ü"}' +
    '2:{}';
  expect(chain(NO_STREAM, 'incident-1', AT, [noted])).toEqual([createHash('sha256').update(text).digest('hex')]);
});

test('every event hashes over the one before it', () => {
  const [first, second] = chain(NO_STREAM, 'incident-1', AT, [noted, noted]);
  expect(second).not.toBe(first);
  expect(chain({ revision: 1, hash: first ?? '' }, 'incident-1', AT, [noted])).toEqual([second]);
});

test('text moved from one field to its neighbour hashes differently', () => {
  const moved = { ...noted, data: '{"text":"ü"}{', metadata: '}' };
  expect(chain(NO_STREAM, 'incident-1', AT, [moved])).not.toEqual(chain(NO_STREAM, 'incident-1', AT, [noted]));
});
