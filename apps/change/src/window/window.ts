import { calendarFaults, type CalendarDefinition } from '@opsledger/business-time';
import type {
  ChangeWindowEvent,
  CommandOf,
  DeclareFreezeWindow,
  DefineMaintenanceWindow,
  FreezeWindow,
  MaintenanceWindow,
  ReviseFreezeWindow,
  ReviseMaintenanceWindow,
  WindowKeys,
  WithdrawChangeWindow,
} from '@opsledger/contracts';
import { Refusal, aggregate } from '@opsledger/event-sourcing';

export type WindowRefusal =
  'window-not-found' | 'window-withdrawn' | 'window-of-another-kind' | 'window-times-wrong' | 'window-hours-wrong';

const refusal = (code: WindowRefusal, detail: string) => new Refusal<WindowRefusal>(code, detail);

export interface KnownWindow {
  readonly status: WindowKeys['state'];
  readonly number: string;
  readonly keys: WindowKeys;
  readonly freeze: FreezeWindow | null;
  readonly maintenance: MaintenanceWindow | null;
}
export type Window = { readonly status: 'unknown' } | KnownWindow;

/** Accepts every recorded fact. */
export function evolve(state: Window, event: ChangeWindowEvent): Window {
  const { keys } = event.data;
  const before = state.status === 'unknown' ? { freeze: null, maintenance: null } : state;
  const window = { ...before, status: keys.state, number: keys.number, keys };
  switch (event.type) {
    case 'FreezeWindowDeclared':
      return { ...window, freeze: event.data.freeze };
    case 'FreezeWindowRevised':
      return { ...window, freeze: event.data.freeze.after };
    case 'MaintenanceWindowDefined':
      return { ...window, maintenance: event.data.maintenance };
    case 'MaintenanceWindowRevised':
      return { ...window, maintenance: event.data.maintenance.after };
    case 'ChangeWindowWithdrawn':
      return window;
    default:
      return event satisfies never;
  }
}

/** As the reckoning with business time takes it. */
export const hoursOf = ({ zone, weekly }: MaintenanceWindow): CalendarDefinition => ({
  zone,
  weekly,
  holidays: [],
  exceptions: [],
});

function sound(freeze: FreezeWindow): FreezeWindow {
  const [from, to] = [new Date(freeze.from).toISOString(), new Date(freeze.to).toISOString()];
  if (to <= from) throw refusal('window-times-wrong', `The freeze ${freeze.name} must end after it begins.`);
  return { ...freeze, from, to };
}

function soundHours(maintenance: MaintenanceWindow): MaintenanceWindow {
  const [fault] = calendarFaults(hoursOf(maintenance));
  if (fault) throw refusal('window-hours-wrong', `${fault.path}: ${fault.message}. ${fault.remedy}`);
  return maintenance;
}

type Numbered = { readonly number: string };

const declareFreeze = ({ data, lookups }: CommandOf<typeof DeclareFreezeWindow, Numbered>): ChangeWindowEvent[] => [
  {
    type: 'FreezeWindowDeclared',
    data: { keys: { number: lookups.number, state: 'in_force', kind: 'freeze' }, freeze: sound(data) },
  },
];

const defineMaintenance = ({
  data,
  lookups,
}: CommandOf<typeof DefineMaintenanceWindow, Numbered>): ChangeWindowEvent[] => [
  {
    type: 'MaintenanceWindowDefined',
    data: { keys: { number: lookups.number, state: 'in_force', kind: 'maintenance' }, maintenance: soundHours(data) },
  },
];

function inForce({ number, status }: KnownWindow): void {
  if (status === 'withdrawn') throw refusal('window-withdrawn', `${number} is withdrawn. Make a new window.`);
}

const otherKind = ({ number, keys: { kind } }: KnownWindow) =>
  refusal('window-of-another-kind', `${number} is a ${kind} window. Revise it as such.`);

function reviseFreeze({ data }: CommandOf<typeof ReviseFreezeWindow>, state: KnownWindow): ChangeWindowEvent[] {
  inForce(state);
  if (!state.freeze) throw otherKind(state);
  const [before, after] = [state.freeze, sound(data)];
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [{ type: 'FreezeWindowRevised', data: { keys: state.keys, freeze: { before, after } } }];
}

function reviseMaintenance(
  { data }: CommandOf<typeof ReviseMaintenanceWindow>,
  state: KnownWindow,
): ChangeWindowEvent[] {
  inForce(state);
  if (!state.maintenance) throw otherKind(state);
  const [before, after] = [state.maintenance, soundHours(data)];
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [{ type: 'MaintenanceWindowRevised', data: { keys: state.keys, maintenance: { before, after } } }];
}

function withdraw({ data }: CommandOf<typeof WithdrawChangeWindow>, state: KnownWindow): ChangeWindowEvent[] {
  if (state.status === 'withdrawn') return [];
  const keys: WindowKeys = { ...state.keys, state: 'withdrawn' };
  return [{ type: 'ChangeWindowWithdrawn', data: { keys, reason: data.reason ?? null } }];
}

const existing =
  <C extends { readonly id: string }>(decide: (command: C, state: KnownWindow) => ChangeWindowEvent[]) =>
  (command: C, state: Window): ChangeWindowEvent[] => {
    if (state.status !== 'unknown') return decide(command, state);
    throw refusal('window-not-found', `There is no change window ${command.id}.`);
  };

/** When nothing may be changed, and when changes belong. */
export const changeWindow = aggregate<Window, ChangeWindowEvent>({
  category: 'changewindow',
  initial: { status: 'unknown' },
  evolve,
  decisions: {
    DeclareFreezeWindow: declareFreeze,
    ReviseFreezeWindow: existing(reviseFreeze),
    DefineMaintenanceWindow: defineMaintenance,
    ReviseMaintenanceWindow: existing(reviseMaintenance),
    WithdrawChangeWindow: existing(withdraw),
  },
});
