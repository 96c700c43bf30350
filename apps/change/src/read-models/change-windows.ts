import { changeWindowEvents, type ChangeWindowEvent, type ChangeWindowView } from '@opsledger/contracts';
import type { Recorded } from '@opsledger/event-sourcing';
import { sql, type RawBuilder } from 'kysely';
import { baseOf, viewList } from './view-list';

export function windowAfter(
  before: ChangeWindowView | undefined,
  event: Recorded<ChangeWindowEvent>,
): ChangeWindowView {
  const view: ChangeWindowView = {
    freeze: null,
    maintenance: null,
    ...before,
    ...event.data.keys,
    ...baseOf(before, event),
  };
  switch (event.type) {
    case 'FreezeWindowDeclared':
      return { ...view, freeze: event.data.freeze };
    case 'FreezeWindowRevised':
      return { ...view, freeze: event.data.freeze.after };
    case 'MaintenanceWindowDefined':
      return { ...view, maintenance: event.data.maintenance };
    case 'MaintenanceWindowRevised':
      return { ...view, maintenance: event.data.maintenance.after };
    default:
      return view;
  }
}

/** Rows of freezes that meet a time, which must not be empty; those that have ended go on being in force. */
export const frozenWithin = (from: string, to: string): RawBuilder<boolean> => sql`
  kind = 'freeze' and state = 'in_force'
  and (view #>> '{freeze,from}') collate "C" < ${to} and (view #>> '{freeze,to}') collate "C" > ${from}`;

export const windowList = viewList<ChangeWindowView>(
  'change_windows',
  'Freezes and maintenance windows, as they are now.',
  changeWindowEvents,
  windowAfter,
  ({ freeze, maintenance, kind, number }) => ({ name: freeze?.name ?? maintenance?.name ?? number, kind }),
);
