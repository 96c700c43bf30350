import type { ServiceContracts } from '../kit';
import { cabMeetingCommands, cabMeetingEvents } from './cab-meeting';
import { changeCommands } from './change-commands';
import { changeEvents } from './change-events';
import { changeQueries } from './change-queries';
import {
  ChangeCalendarRechecked,
  RecheckChangeCalendar,
  RetrospectiveRevised,
  ReviseRetrospective,
} from './change-settings';
import { changeTemplateCommands, changeTemplateEvents } from './change-template';
import { changeWindowCommands, changeWindowEvents } from './change-window';

/** What the change service publishes. */
export const changeContracts: ServiceContracts = {
  service: 'change',
  title: 'Changes and releases',
  events: [
    ...changeEvents,
    ...changeTemplateEvents,
    ...cabMeetingEvents,
    ...changeWindowEvents,
    RetrospectiveRevised,
    ChangeCalendarRechecked,
  ],
  commands: [
    ...changeCommands,
    ...changeTemplateCommands,
    ...cabMeetingCommands,
    ...changeWindowCommands,
    ReviseRetrospective,
    RecheckChangeCalendar,
  ],
  queries: [...changeQueries],
};
