import fc from 'fast-check';
import { icalendarOf } from './icalendar';

const entry = {
  id: 'a1',
  title: 'CHG0000001 Mail; new, faster\\better',
  start: '2026-03-05T20:00:00.000Z',
  end: '2026-03-05T22:00:00.000Z',
  description: 'One\r\nTwo',
  status: 'confirmed',
  updatedAt: '2026-03-02T09:00:00.000Z',
  version: 3,
};
const calendar = (changed: object = {}) => icalendarOf({ name: 'Changes', entries: [{ ...entry, ...changed }] });

test('an event with escaped text and instants in UTC', () => {
  expect(calendar().split('\r\n')).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Opsledger//Opsledger//EN',
    'X-WR-CALNAME:Changes',
    'BEGIN:VEVENT',
    'UID:a1@opsledger',
    'DTSTAMP:20260302T090000Z',
    'LAST-MODIFIED:20260302T090000Z',
    'SEQUENCE:3',
    'DTSTART:20260305T200000Z',
    'DTEND:20260305T220000Z',
    'SUMMARY:CHG0000001 Mail\\; new\\, faster\\\\better',
    'DESCRIPTION:One\\nTwo',
    'STATUS:CONFIRMED',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]);
});

test('no line is longer than 75 octets, and unfolding gives the text back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (noise) => {
      const title = `x${noise.replaceAll(/[\p{Cc}\\;,]/gu, '')}`;
      const text = calendar({ title });
      for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(text.replaceAll('\r\n ', '').split('\r\n')).toContain(`SUMMARY:${title}`);
    }),
  );
});
