import type { IncidentEvent } from '@opsledger/contracts';
import { process, schedule, type Effect } from '@opsledger/event-sourcing';
import type { RecordedEvent } from '@opsledger/event-store';
import { judge, later } from './judge';

/** Facts of one record that follow one another closely are looked at together. */
const GATHER_MS = 500;

/** Something about an incident changed that a policy may ask for. */
const look = ({ subject, recordedAt }: RecordedEvent): readonly Effect[] => [
  schedule(`look at ${subject}`, later(recordedAt, GATHER_MS), judge(subject, 'incident')),
];

/** Has clocks looked at when their record changed. Nobody waits for it, and no deadline is that near: it is patient. */
export const lookAtClocks = process<IncidentEvent>({
  name: 'look-at-clocks',
  patienceMs: 10_000,
  handlers: {
    IncidentLogged: look,
    IncidentCategorised: look,
    IncidentAssessed: look,
    IncidentPriorityOverridden: look,
    IncidentPriorityOverrideWithdrawn: look,
    IncidentAcknowledged: look,
    IncidentAssigned: look,
    IncidentWorkStarted: look,
    IncidentPutOnHold: look,
    IncidentHoldReasonChanged: look,
    IncidentResumed: look,
    MajorIncidentProposed: look,
    MajorIncidentAccepted: look,
    MajorIncidentRejected: look,
    IncidentResolved: look,
    IncidentReopened: look,
    IncidentClosed: look,
    IncidentCanceled: look,
    IncidentImportWithdrawn: look,
  },
});
