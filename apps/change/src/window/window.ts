import type { ChangeWindowEvent } from '@opsledger/contracts';
import { aggregate } from '@opsledger/event-sourcing';
import { declareFreeze, reviseFreeze } from './commands/freeze';
import { defineMaintenance, reviseMaintenance } from './commands/maintenance';
import { withdrawWindow } from './commands/withdraw-window';
import { evolve } from './evolve';
import { windowNotFound } from './window.errors';
import type { KnownWindow, Window } from './window-state';

const existing =
  <C extends { readonly id: string }>(decide: (command: C, state: KnownWindow) => ChangeWindowEvent[]) =>
  (command: C, state: Window): ChangeWindowEvent[] => {
    if (state.status !== 'unknown') return decide(command, state);
    throw windowNotFound(command.id);
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
    WithdrawChangeWindow: existing(withdrawWindow),
  },
});
