import { CHANGE_CALENDAR_ID, type ChangeWindowEvent } from '@opsledger/contracts';
import { process, schedule, send, type Effect } from '@opsledger/event-sourcing';
import type { RecordedEvent } from '@opsledger/event-store';
import { order } from './order';

const recheck = (because: string) => (): Effect[] => [
  send(order('RecheckChangeCalendar', CHANGE_CALENDAR_ID, { because })),
];

/** Imports relate items by the thousand: planned changes are looked at once a minute at most for that. */
const MINUTE_MS = 60_000;
function recheckSoon({ recordedAt }: RecordedEvent): Effect[] {
  const due = new Date((Math.floor(Date.parse(recordedAt) / MINUTE_MS) + 1) * MINUTE_MS).toISOString();
  const because = 'Relations between configuration items changed.';
  return [schedule(`recheck ${due}`, due, order('RecheckChangeCalendar', CHANGE_CALENDAR_ID, { because }))];
}

/** What concerns all planned changes leads to a look at each of them. */
export const recheckCalendar = process<
  | ChangeWindowEvent
  | { readonly type: 'ConfigurationItemRelated' | 'ConfigurationItemUnrelated'; readonly data: object }
>({
  name: 'recheck-change-calendar',
  handlers: {
    FreezeWindowDeclared: recheck('A freeze was declared.'),
    FreezeWindowRevised: recheck('A freeze was revised.'),
    ChangeWindowWithdrawn: recheck('A window was withdrawn.'),
    ConfigurationItemRelated: recheckSoon,
    ConfigurationItemUnrelated: recheckSoon,
  },
});
