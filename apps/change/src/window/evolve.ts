import type { ChangeWindowEvent } from '@opsledger/contracts';
import type { Window } from './window-state';

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
