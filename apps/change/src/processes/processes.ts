import {
  CHANGE_CALENDAR_ID,
  type ChangeCalendarEvent,
  type ChangeEvent,
  type ChangeWindowEvent,
} from '@opsledger/contracts';
import { cancel, process, schedule, send, type Effect, type Order } from '@opsledger/event-sourcing';
import type { RecordedEvent } from '@opsledger/event-store';

const order = (type: string, id: string, data: object): Order => ({ service: 'change', type, id, data });
const timer = (what: string, change: string): string => `${what} of ${change}`;
const stop =
  (...whats: ('approval' | 'review')[]) =>
  ({ subject }: { readonly subject: string }): Effect[] =>
    whats.map((what) => cancel(timer(what, subject)));

/** Raises once that an emergency was not approved or reviewed in time. */
export const watchRetrospectives = process<ChangeEvent>({
  name: 'watch-change-retrospectives',
  handlers: {
    ChangeImplementationStarted: ({ subject, data: { approvalDue, reviewDue } }) =>
      (
        [
          ['approval', approvalDue],
          ['review', reviewDue],
        ] as const
      ).flatMap(([what, due]) =>
        due === null
          ? []
          : [schedule(timer(what, subject), due, order('ReportRetrospectiveOverdue', subject, { what, due }))],
      ),
    ChangeApproved: stop('approval'),
    ChangeRejected: stop('approval'),
    ChangeReviewed: stop('review'),
  },
});

const detect = (id: string): Effect => send(order('DetectChangeCollisions', id, {}));
const detectSelf = ({ subject }: { readonly subject: string }): Effect[] => [detect(subject)];

/** A change and those it meets, or no longer meets, are looked at whenever what decides it is another. */
export const detectCollisions = process<ChangeEvent | ChangeCalendarEvent>({
  name: 'detect-change-collisions',
  patienceMs: 2_000,
  handlers: {
    ChangeDrafted: ({ subject, data: { plan } }) => (plan.plannedStart !== null ? [detect(subject)] : []),
    ChangePlanned: detectSelf,
    ChangeAssigned: detectSelf,
    ChangeLinked: detectSelf,
    ChangeUnlinked: detectSelf,
    ChangeImplementationFinished: detectSelf,
    ChangeCanceled: detectSelf,
    ChangeCollisionsDetected: ({ data: { collisions } }) => {
      const met = [...collisions.before, ...collisions.after].filter(({ kind }) => kind !== 'freeze');
      return [...new Set(met.map((collision) => collision.with.id))].map(detect);
    },
    ChangeCalendarRechecked: ({ data }) => data.changes.map(detect),
  },
});

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
