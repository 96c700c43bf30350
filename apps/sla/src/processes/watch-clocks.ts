import { JudgeClocks, type IncidentEvent, type SlaClockEvent, type SlaClockStandingEvent } from '@opsledger/contracts';
import { cancel, process, schedule, type Effect } from '@opsledger/event-sourcing';
import type { RecordedEvent } from '@opsledger/event-store';

/** Facts of one record that follow one another closely are looked at together. */
const GATHER_MS = 500;
/** Commands that were given in time may still be on their way to the log when a clock runs out. */
const GRACE_MS = 250;

const judge = (id: string, record: 'incident', notBefore?: string) => ({
  service: JudgeClocks.service,
  type: JudgeClocks.name,
  id,
  data: { record, ...(notBefore !== undefined && { notBefore }) },
});

const later = (instant: string, milliseconds: number): string =>
  new Date(Date.parse(instant) + milliseconds).toISOString();

/** Something about an incident changed that a policy may ask for. */
const look = ({ subject, recordedAt }: RecordedEvent): readonly Effect[] => [
  schedule(`look at ${subject}`, later(recordedAt, GATHER_MS), judge(subject, 'incident')),
];

/** Waits for what comes next on a clock. It is looked for even if it came while this was being recorded. */
function wait({ subject, recordedAt, data }: RecordedEvent<SlaClockStandingEvent>): readonly Effect[] {
  const { clock, nextAt, record } = data;
  if (nextAt === null) return [cancel(timer(clock))];
  const due = later(nextAt > recordedAt ? nextAt : recordedAt, GRACE_MS);
  return [schedule(timer(clock), due, judge(subject, record, nextAt))];
}

const stop = ({ data: { clock } }: { readonly data: { readonly clock: string } }) => [cancel(timer(clock))];

const timer = (clock: string): string => `clock ${clock}`;

/** Has clocks looked at when their record changed, and when a warning or a breach of theirs comes due. */
export const watchClocks = process<IncidentEvent | SlaClockEvent>({
  name: 'watch-clocks',
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
    SlaClockStarted: wait,
    SlaClockPaused: wait,
    SlaClockResumed: wait,
    SlaClockPolicyReplaced: wait,
    SlaClockWarned: wait,
    SlaClockMet: wait,
    SlaClockBreached: wait,
    SlaClockStopped: wait,
    SlaClockCancelled: wait,
    SlaClockHistoryRecorded: wait,
    SlaClockWithdrawn: stop,
  },
});
