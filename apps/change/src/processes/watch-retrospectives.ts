import type { ChangeEvent } from '@opsledger/contracts';
import { cancel, process, schedule, type Effect } from '@opsledger/event-sourcing';
import { order } from './order';

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
