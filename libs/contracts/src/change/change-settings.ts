import { Type, type Static } from '@sinclair/typebox';
import { Changed, Id, Line, Payload, commandsOf, eventsOf, type EventOf } from '../kit';

const event = eventsOf('change');

/** Id of the one settings record. */
export const CHANGE_SETTINGS_ID = 'settings';

/** Id of the one calendar: what concerns all planned changes is recorded there. */
export const CHANGE_CALENDAR_ID = 'calendar';

/** By when an emergency must be approved after it began, and reviewed. */
export const Retrospective = Payload({
  approvalHours: Type.Integer({ minimum: 1, maximum: 2000 }),
  reviewHours: Type.Integer({ minimum: 1, maximum: 2000 }),
});
export type Retrospective = Static<typeof Retrospective>;

/** In force until a change manager revises it: approval within two days, review within five. */
export const DEFAULT_RETROSPECTIVE: Retrospective = { approvalHours: 48, reviewHours: 120 };

/** By a change manager. Emergencies that have begun keep the dues they got. */
export const RetrospectiveRevised = event(
  'RetrospectiveRevised',
  'Emergencies that begin from now on must be approved and reviewed within other times.',
  Type.Object({ retrospective: Changed(Retrospective) }),
);
export type ChangeSettingsEvent = EventOf<typeof RetrospectiveRevised>;

/** Hours by the clock, from the actual start, nights and weekends included; the same again records nothing. */
export const ReviseRetrospective = commandsOf('change', 'changesettings')('ReviseRetrospective', {
  roles: ['change-manager'],
  singleton: CHANGE_SETTINGS_ID,
  route: 'PUT /v1/change-settings/retrospective',
  summary: 'Revise by when emergencies are approved and reviewed',
  payload: Retrospective,
});

/**
 * Recorded by the suite, for relations once a minute at most. `changes` are those whose planned end lies ahead, 2,000
 * at most; their collisions follow as facts of their own.
 */
export const ChangeCalendarRechecked = event(
  'ChangeCalendarRechecked',
  'A window or a relation between items changed: these planned changes are looked at again for collisions.',
  Type.Object({ because: Line(300), changes: Type.Array(Id()) }),
);
export type ChangeCalendarEvent = EventOf<typeof ChangeCalendarRechecked>;

/** From the suite’s own process; with no change to come it records nothing. */
export const RecheckChangeCalendar = commandsOf('change', 'changecalendar')('RecheckChangeCalendar', {
  roles: [],
  singleton: CHANGE_CALENDAR_ID,
  summary: 'Look at all planned changes again',
  payload: Payload({ because: Line(300) }),
});
