import {
  DEFAULT_RETROSPECTIVE,
  type ChangeCalendarEvent,
  type ChangeSettingsEvent,
  type CommandOf,
  type RecheckChangeCalendar,
  type Retrospective,
  type ReviseRetrospective,
} from '@opsledger/contracts';
import { aggregate } from '@opsledger/event-sourcing';

/** By when emergencies are approved and reviewed. */
export const changeSettings = aggregate<Retrospective, ChangeSettingsEvent>({
  category: 'changesettings',
  called: 'change',
  initial: DEFAULT_RETROSPECTIVE,
  evolve: (_, { data }) => data.retrospective.after,
  decisions: {
    ReviseRetrospective: ({ data: after }: CommandOf<typeof ReviseRetrospective>, before: Retrospective) =>
      before.approvalHours === after.approvalHours && before.reviewHours === after.reviewHours
        ? []
        : [{ type: 'RetrospectiveRevised', data: { retrospective: { before, after } } } as ChangeSettingsEvent],
  },
});

export interface CalendarLookups {
  /** Ids of changes that are still to be done. */
  readonly planned: readonly string[];
}

/** The one calendar: what concerns all planned changes is a fact of it. */
export const changeCalendar = aggregate<null, ChangeCalendarEvent>({
  category: 'changecalendar',
  initial: null,
  evolve: () => null,
  decisions: {
    RecheckChangeCalendar: ({ data, lookups }: CommandOf<typeof RecheckChangeCalendar, CalendarLookups>) =>
      lookups.planned.length === 0
        ? []
        : [
            {
              type: 'ChangeCalendarRechecked',
              data: { because: data.because, changes: [...lookups.planned] },
            } as ChangeCalendarEvent,
          ],
  },
});
