import type { ChangeWindowEvent } from '@opsledger/contracts';
import { RecordNotFound, aggregate, existingOr } from '@opsledger/event-sourcing';
import { declareFreeze, reviseFreeze } from './commands/freeze';
import { defineMaintenance, reviseMaintenance } from './commands/maintenance';
import { withdrawWindow } from './commands/withdraw-window';
import { evolve } from './evolve';
import { isKnown, type Window } from './window-state';

const existing = existingOr(isKnown, (id) => new RecordNotFound('change window', id));

/** When nothing may be changed, and when changes belong. */
export const changeWindow = aggregate<Window, ChangeWindowEvent>({
  category: 'changewindow',
  called: 'change window',
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
