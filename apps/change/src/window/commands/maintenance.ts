import { calendarFaults } from '@opsledger/business-time';
import type {
  ChangeWindowEvent,
  CommandOf,
  DefineMaintenanceWindow,
  MaintenanceWindow,
  ReviseMaintenanceWindow,
} from '@opsledger/contracts';
import { requireInForce } from '../guards';
import { hoursOf } from '../hours';
import { windowHoursWrong, windowOfAnotherKind } from '../window.errors';
import type { KnownWindow } from '../window-state';

function soundHours(maintenance: MaintenanceWindow): MaintenanceWindow {
  const [fault] = calendarFaults(hoursOf(maintenance));
  if (fault) throw windowHoursWrong(fault);
  return maintenance;
}

export const defineMaintenance = ({
  data,
  lookups,
}: CommandOf<typeof DefineMaintenanceWindow, { readonly number: string }>): ChangeWindowEvent[] => [
  {
    type: 'MaintenanceWindowDefined',
    data: { keys: { number: lookups.number, state: 'in_force', kind: 'maintenance' }, maintenance: soundHours(data) },
  },
];

export function reviseMaintenance(
  { data }: CommandOf<typeof ReviseMaintenanceWindow>,
  state: KnownWindow,
): ChangeWindowEvent[] {
  requireInForce(state);
  if (!state.maintenance) throw windowOfAnotherKind(state);
  const [before, after] = [state.maintenance, soundHours(data)];
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [{ type: 'MaintenanceWindowRevised', data: { keys: state.keys, maintenance: { before, after } } }];
}
