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

export const FreezeWindow = Payload({ name: Line(300), from: Instant(), to: Instant(), reason: Prose(2000), ...scope });
export type FreezeWindow = Static<typeof FreezeWindow>;
export const MaintenanceWindow = Payload({
  name: Line(300),
  zone: Line(100, { description: 'IANA time zone, e.g. `Europe/Berlin`.' }),
  weekly: WeeklyWindows,
  ...scope,
});
export type MaintenanceWindow = Static<typeof MaintenanceWindow>;

export const WindowKeys = Type.Object({
  number: Line(40),
  state: OneOf(CHANGE_WINDOW_STATES),
  kind: OneOf(CHANGE_WINDOW_KINDS),
});
export type WindowKeys = Static<typeof WindowKeys>;
const fact = <Fields extends Parameters<typeof Type.Object>[0]>(fields: Fields) =>
  Type.Object({ keys: WindowKeys, ...fields });

export const FreezeWindowDeclared = event(
  'FreezeWindowDeclared',
  'Nothing in its scope is to be changed meanwhile.',
  fact({ freeze: FreezeWindow }),
);
export const FreezeWindowRevised = event(
  'FreezeWindowRevised',
  'The freeze has other times, another scope or reason.',
  fact({ freeze: Changed(FreezeWindow) }),
);
export const MaintenanceWindowDefined = event(
  'MaintenanceWindowDefined',
  'Changes in its scope belong into these hours of the week.',
  fact({ maintenance: MaintenanceWindow }),
);
export const MaintenanceWindowRevised = event(
  'MaintenanceWindowRevised',
  'The maintenance window has other hours or another scope.',
  fact({ maintenance: Changed(MaintenanceWindow) }),
);
export const ChangeWindowWithdrawn = event(
  'ChangeWindowWithdrawn',
  'The window holds no longer.',
  fact({ reason: Maybe(Prose(2000)) }),
);
export const changeWindowEvents = [
  FreezeWindowDeclared,
  FreezeWindowRevised,
  MaintenanceWindowDefined,
  MaintenanceWindowRevised,
  ChangeWindowWithdrawn,
] as const;
export type ChangeWindowEvent = EventOf<(typeof changeWindowEvents)[number]>;

const managers = { roles: ['change-manager'] } as const;

export const DeclareFreezeWindow = command('DeclareFreezeWindow', {
  ...managers,
  route: 'POST /v1/change-windows/freezes',
  creates: true,
  summary: 'Declare a freeze',
  payload: FreezeWindow,
});
export const ReviseFreezeWindow = command('ReviseFreezeWindow', {
  ...managers,
  route: 'POST /v1/change-windows/:id/revise-freeze',
  summary: 'Revise a freeze',
  payload: FreezeWindow,
});
export const DefineMaintenanceWindow = command('DefineMaintenanceWindow', {
  ...managers,
  route: 'POST /v1/change-windows/maintenance',
  creates: true,
  summary: 'Define hours of the week for maintenance',
  payload: MaintenanceWindow,
});
export const ReviseMaintenanceWindow = command('ReviseMaintenanceWindow', {
  ...managers,
  route: 'POST /v1/change-windows/:id/revise-maintenance',
  summary: 'Revise the hours for maintenance',
  payload: MaintenanceWindow,
});
export const WithdrawChangeWindow = command('WithdrawChangeWindow', {
  ...managers,
  route: 'POST /v1/change-windows/:id/withdraw',
  summary: 'Lift a freeze, or withdraw a maintenance window',
  payload: Payload({ reason: Type.Optional(Prose(2000)) }),
});
export const changeWindowCommands = [
  DeclareFreezeWindow,
  ReviseFreezeWindow,
  DefineMaintenanceWindow,
  ReviseMaintenanceWindow,
  WithdrawChangeWindow,
] as const;
