import { Type, type Static } from '@sinclair/typebox';
import { Line, OneOf, Payload } from '../kit';

/** Monday first, as ISO 8601 counts; the keys of an SLA calendar's week, too. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const TimeOfDay = (description: string) =>
  Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$', description, examples: ['09:00'] });

/** When a team works: local times in one zone, several windows a day allowed, `24:00` is the end of the day. */
export const WorkingCalendar = Payload({
  zone: Line(64, { description: 'IANA time zone, e.g. `Europe/Berlin`.', examples: ['Europe/Berlin'] }),
  windows: Type.Array(
    Payload({
      day: OneOf(WEEKDAYS),
      from: TimeOfDay('Start, local time.'),
      to: TimeOfDay('End, local time; later than `from`, `24:00` for midnight.'),
    }),
    { minItems: 1, maxItems: 100 },
  ),
});
export type WorkingCalendar = Static<typeof WorkingCalendar>;
