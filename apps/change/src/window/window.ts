import type { ChangeWindowEvent } from '@opsledger/contracts';
import { aggregate, existingOr } from '@opsledger/event-sourcing';
import { declareFreeze, reviseFreeze } from './commands/freeze';
import { defineMaintenance, reviseMaintenance } from './commands/maintenance';
import { withdrawWindow } from './commands/withdraw-window';
import { evolve } from './evolve';
import { windowNotFound } from './window.errors';
import { isKnown, type Window } from './window-state';

const existing = existingOr(isKnown, windowNotFound);

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
