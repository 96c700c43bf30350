import { calendarFaults } from '@opsledger/business-time';
import type {
  CommandOf,
  CreateSlaCalendar,
  ReviseSlaCalendar,
  SlaCalendar,
  SlaCalendarEvent,
} from '@opsledger/contracts';
import { aggregate } from '@opsledger/event-sourcing';
import { isDeepStrictEqual } from 'node:util';
import { calendarUnusable } from '../sla.errors';

interface CalendarState {
  readonly version: number;
  readonly definition: SlaCalendar | null;
}

type Command = CommandOf<typeof CreateSlaCalendar> | CommandOf<typeof ReviseSlaCalendar>;

/** As it is already is nothing; clocks read the version that was in force when they began. */
function define({ data }: Command, { version, definition }: CalendarState): SlaCalendarEvent[] {
  const faults = calendarFaults(data);
  if (faults.length > 0) throw calendarUnusable(faults);
  if (isDeepStrictEqual(data, definition)) return [];
  return [{ type: 'SlaCalendarDefined', data: { version: version + 1, definition: data } }];
}

/** The importer of an example or the suite itself names the id: a calendar that is there stays as it is. */
const create = (command: CommandOf<typeof CreateSlaCalendar>, state: CalendarState): SlaCalendarEvent[] =>
  state.version > 0 ? [] : define(command, state);

export const slaCalendar = aggregate<CalendarState, SlaCalendarEvent>({
  category: 'slacalendar',
  called: 'SLA calendar',
  initial: { version: 0, definition: null },
  evolve: (_, { data: { version, definition } }) => ({ version, definition }),
  decisions: { CreateSlaCalendar: create, ReviseSlaCalendar: define },
});
