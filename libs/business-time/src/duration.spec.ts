import fc from 'fast-check';
import { formatDuration, parseDuration } from './duration';

it.each([
  ['PT8H', 8 * 3_600_000],
  ['PT1H30M', 5_400_000],
  ['PT90M', 5_400_000],
  ['P1DT2H', 26 * 3_600_000],
  ['PT45S', 45_000],
])('%s is open time', (text, ms) => expect(parseDuration(text)).toEqual({ kind: 'elapsed', ms }));

it('2BD is business days', () => expect(parseDuration('2BD')).toEqual({ kind: 'business-days', days: 2 }));

it.each(['PT0H', 'P0D', '0BD', '-PT1H', '-2BD', 'P', 'PT', '8h', '', 'PT1.5H', 'P1Y', 'P2M', 'P1W'])(
  'refuses %p and says what to write',
  (text) => expect(() => parseDuration(text)).toThrow(/PT8H/),
);

it('reads back what it writes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000_000 }), (seconds) => {
      const duration = { kind: 'elapsed', ms: seconds * 1_000 } as const;
      expect(parseDuration(formatDuration(duration))).toEqual(duration);
    }),
  );
  expect(formatDuration(parseDuration('3BD'))).toBe('3BD');
});
