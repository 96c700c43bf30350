import type { IncidentEvent } from '@opsledger/contracts';
import { cancel, process, schedule } from '@opsledger/event-sourcing';
import { order } from './order';

const timer = (incident: string): string => `close ${incident}`;
const stop = ({ subject }: { readonly subject: string }) => [cancel(timer(subject))];

/** Closes what stays resolved until the time its resolution named; any other end or a reopening stops the clock. */
export const closeAfterResolution = process<IncidentEvent>({
  name: 'close-after-resolution',
  handlers: {
    IncidentResolved: ({ subject, data: { closesAt, resolution } }) =>
      closesAt
        ? [schedule(timer(subject), closesAt, order('CloseResolvedIncident', subject, { resolution }))]
        : [cancel(timer(subject))],
    IncidentReopened: stop,
    IncidentClosed: stop,
    IncidentCanceled: stop,
    IncidentImportWithdrawn: stop,
  },
});
