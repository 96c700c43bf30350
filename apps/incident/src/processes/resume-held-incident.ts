import type { IncidentEvent } from '@opsledger/contracts';
import { cancel, process, schedule, type Effect } from '@opsledger/event-sourcing';
import { order } from './order';

const timer = (incident: string): string => `resume ${incident}`;
const stop = ({ subject }: { readonly subject: string }) => [cancel(timer(subject))];

const resumeAt = (incident: string, due: string | null): Effect[] =>
  due === null
    ? [cancel(timer(incident))]
    : [schedule(timer(incident), due, order('ResumeHeldIncident', incident, { resumeAt: due }))];

/** Resumes a held incident at the time somebody set. */
export const resumeHeldIncident = process<IncidentEvent>({
  name: 'resume-held-incident',
  handlers: {
    IncidentPutOnHold: ({ subject, data }) => resumeAt(subject, data.resumeAt),
    IncidentHoldReasonChanged: ({ subject, data }) => resumeAt(subject, data.resumeAt.after),
    IncidentResumed: stop,
    IncidentResolved: stop,
    IncidentCanceled: stop,
    IncidentClosed: stop,
    IncidentImportWithdrawn: stop,
  },
});
