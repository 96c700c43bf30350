import { Type, type Static } from '@sinclair/typebox';
import { WEEKDAYS } from '../directory/working-calendar';
import { CalendarDate, Line, Payload } from '../kit';

const Windows = Type.Array(
  Payload({
    from: Line(5, { description: 'Local time, `HH:MM`.', examples: ['09:00'] }),
    to: Line(5, { description: 'Local time later than `from`; `24:00` is the end of the day.', examples: ['17:00'] }),
  }),
  { maxItems: 24 },
);

/** When time counts: several windows a day, holidays, and days with windows of their own. */
export const SlaCalendar = Payload({
  name: Line(120),
  zone: Line(64, { description: 'IANA time zone.', examples: ['Europe/Berlin'] }),
  weekly: Payload(Object.fromEntries(WEEKDAYS.map((day) => [day, Type.Optional(Windows)])), {
    description: 'Windows by weekday; a day that is not named is closed.',
  }),
  holidays: Type.Array(Payload({ date: CalendarDate(), name: Line(120) }), { maxItems: 1000 }),
  exceptions: Type.Array(Payload({ date: CalendarDate(), name: Line(120), windows: Windows }), {
    maxItems: 1000,
    description: 'Days with windows of their own, or none; they win over holidays.',
  }),
});
export type SlaCalendar = Static<typeof SlaCalendar>;
