import type { IncidentEvent } from '@opsledger/contracts';
import { cancel, process, schedule, type Effect } from '@opsledger/event-sourcing';
import { order } from './order';

const timer = (incident: string): string => `major update ${incident}`;
const stop = ({ subject }: { readonly subject: string }) => [cancel(timer(subject))];

const updateDue = (incident: string, due: string | null): Effect[] =>
  due === null
    ? [cancel(timer(incident))]
    : [schedule(timer(incident), due, order('ReportMissedMajorUpdate', incident, { due }))];

/** Records that a promised status update of a major incident did not come. */
export const watchMajorUpdates = process<IncidentEvent>({
  name: 'watch-major-updates',
  handlers: {
    MajorIncidentAccepted: ({ subject, data }) => updateDue(subject, data.nextUpdateDue),
    MajorIncidentStatusUpdated: ({ subject, data }) => updateDue(subject, data.nextUpdateDue),
    MajorIncidentRejected: stop,
    IncidentResolved: stop,
    IncidentCanceled: stop,
    IncidentClosed: stop,
    IncidentImportWithdrawn: stop,
  },
});
