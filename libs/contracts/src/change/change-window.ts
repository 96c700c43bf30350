import { Type, type Static } from '@sinclair/typebox';
import {
  Changed,
  Instant,
  Line,
  Maybe,
  OneOf,
  Payload,
  Prose,
  Reference,
  commandsOf,
  eventsOf,
  type EventOf,
} from '../kit';
import { CHANGE_WINDOW_KINDS, CHANGE_WINDOW_STATES } from './change-lifecycle';

const event = eventsOf('change');
const command = commandsOf('change', 'changewindow');

const Hours = Payload({
  from: Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' }),
  to: Type.String({ pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$' }),
});
const Day = Type.Optional(Type.Array(Hours, { maxItems: 24 }));

/**
 * Open hours by day of the week, by the wall clock of the window’s zone, `[from, to)`; `24:00` is the end of the day. A
 * day left out has none.
 */
export const WeeklyWindows = Payload({
  monday: Day,
  tuesday: Day,
  wednesday: Day,
  thursday: Day,
  friday: Day,
  saturday: Day,
  sunday: Day,
});

/** Services and configuration items it is about; neither: all. */
const scope = {
  services: Type.Optional(Type.Array(Reference, { maxItems: 200 })),
  cis: Type.Optional(Type.Array(Reference, { maxItems: 200 })),
};

/**
 * A time in which what is in scope is not to be changed, e.g. the end of a year; `[from, to)`. Neither services nor
 * items: everything.
 */
export const FreezeWindow = Payload({ name: Line(300), from: Instant(), to: Instant(), reason: Prose(2000), ...scope });
export type FreezeWindow = Static<typeof FreezeWindow>;

/**
 * Hours of the week agreed for changes to what is in scope; neither services nor items: everything. Planned outside of
 * them, a change is riskier by 10 points.
 */
export const MaintenanceWindow = Payload({
  name: Line(300),
  zone: Line(100, { description: 'IANA time zone, e.g. `Europe/Berlin`.' }),
  weekly: WeeklyWindows,
  ...scope,
});
export type MaintenanceWindow = Static<typeof MaintenanceWindow>;

/** On every event of a freeze or maintenance window, as it stands after it. */
export const WindowKeys = Type.Object({
  number: Line(40),
  state: OneOf(CHANGE_WINDOW_STATES),
  kind: OneOf(CHANGE_WINDOW_KINDS),
});
export type WindowKeys = Static<typeof WindowKeys>;
const fact = <Fields extends Parameters<typeof Type.Object>[0]>(fields: Fields) =>
  Type.Object({ keys: WindowKeys, ...fields });

/** By a change manager; planned changes are looked at again for collisions. */
export const FreezeWindowDeclared = event(
  'FreezeWindowDeclared',
  'Nothing in its scope is to be changed meanwhile.',
  fact({ freeze: FreezeWindow }),
);

/** `after` is the whole freeze; planned changes are looked at again for collisions. */
export const FreezeWindowRevised = event(
  'FreezeWindowRevised',
  'The freeze has other times, another scope or reason.',
  fact({ freeze: Changed(FreezeWindow) }),
);

/** By a change manager. Risk is judged by it from the next assessment on. */
export const MaintenanceWindowDefined = event(
  'MaintenanceWindowDefined',
  'Changes in its scope belong into these hours of the week.',
  fact({ maintenance: MaintenanceWindow }),
);

/** `after` is the whole window. Risk is judged by it from the next assessment on. */
export const MaintenanceWindowRevised = event(
  'MaintenanceWindowRevised',
  'The maintenance window has other hours or another scope.',
  fact({ maintenance: Changed(MaintenanceWindow) }),
);

/** Final, for either kind; `reason` is null where none was given. Collisions with a freeze go with it. */
export const ChangeWindowWithdrawn = event(
  'ChangeWindowWithdrawn',
  'The window holds no longer.',
  fact({ reason: Maybe(Prose(2000)) }),
);

/** Life of one window, of either kind. */
export const changeWindowEvents = [
  FreezeWindowDeclared,
  FreezeWindowRevised,
  MaintenanceWindowDefined,
  MaintenanceWindowRevised,
  ChangeWindowWithdrawn,
] as const;
export type ChangeWindowEvent = EventOf<(typeof changeWindowEvents)[number]>;

const managers = { roles: ['change-manager'] } as const;

/** Refused unless it ends after it begins. */
export const DeclareFreezeWindow = command('DeclareFreezeWindow', {
  ...managers,
  route: 'POST /v1/change-windows/freezes',
  creates: true,
  summary: 'Declare a freeze',
  payload: FreezeWindow,
});

/**
 * Replaces the whole freeze. Refused for a maintenance window, once withdrawn, and unless it ends after it begins; the
 * same again records nothing.
 */
export const ReviseFreezeWindow = command('ReviseFreezeWindow', {
  ...managers,
  route: 'POST /v1/change-windows/:id/revise-freeze',
  summary: 'Revise a freeze',
  payload: FreezeWindow,
});

/** Refused for an unknown zone, for no hours at all, and for hours that overlap or end before they begin. */
export const DefineMaintenanceWindow = command('DefineMaintenanceWindow', {
  ...managers,
  route: 'POST /v1/change-windows/maintenance',
  creates: true,
  summary: 'Define hours of the week for maintenance',
  payload: MaintenanceWindow,
});

/**
 * Replaces the whole window. Refused for a freeze, once withdrawn, and as `DefineMaintenanceWindow` is; the same again
 * records nothing.
 */
export const ReviseMaintenanceWindow = command('ReviseMaintenanceWindow', {
  ...managers,
  route: 'POST /v1/change-windows/:id/revise-maintenance',
  summary: 'Revise the hours for maintenance',
  payload: MaintenanceWindow,
});

/** Withdrawn already: nothing is recorded. It cannot be put in force again. */
export const WithdrawChangeWindow = command('WithdrawChangeWindow', {
  ...managers,
  route: 'POST /v1/change-windows/:id/withdraw',
  summary: 'Lift a freeze, or withdraw a maintenance window',
  payload: Payload({ reason: Type.Optional(Prose(2000)) }),
});

/** Given by change managers alone. */
export const changeWindowCommands = [
  DeclareFreezeWindow,
  ReviseFreezeWindow,
  DefineMaintenanceWindow,
  ReviseMaintenanceWindow,
  WithdrawChangeWindow,
] as const;
