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
import { deploymentCommands } from './deployment-commands';
import { deploymentEvents } from './deployment-events';
import { deploymentQueries } from './deployment-queries';
import { releaseCommands } from './release-commands';
import { releaseEvents } from './release-events';
import { releaseQueries } from './release-queries';

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
    ...releaseEvents,
    ...deploymentEvents,
  ],
  commands: [
    ...changeCommands,
    ...changeTemplateCommands,
    ...cabMeetingCommands,
    ...changeWindowCommands,
    ReviseRetrospective,
    RecheckChangeCalendar,
    ...releaseCommands,
    ...deploymentCommands,
  ],
  queries: [...changeQueries, ...releaseQueries, ...deploymentQueries],
};
