import type { SlaClockEvent, SlaClockStandingEvent } from '@opsledger/contracts';
import { cancel, process, schedule, type Effect } from '@opsledger/event-sourcing';
import type { RecordedEvent } from '@opsledger/event-store';
import { judge, later } from './judge';

/** Commands that were given in time may still be on their way to the log when a clock runs out. */
const GRACE_MS = 250;

const timer = (clock: string): string => `clock ${clock}`;

/** Waits for what comes next on a clock. It is looked for even if it came while this was being recorded. */
function wait({ subject, recordedAt, data }: RecordedEvent<SlaClockStandingEvent>): readonly Effect[] {
  const { clock, nextAt, record } = data;
  if (nextAt === null) return [cancel(timer(clock))];
  const due = later(nextAt > recordedAt ? nextAt : recordedAt, GRACE_MS);
  return [schedule(timer(clock), due, judge(subject, record, nextAt))];
}

/** Has a record's clocks looked at when a warning or a breach comes due. */
export const actOnDeadlines = process<SlaClockEvent>({
  name: 'act-on-deadlines',
  handlers: {
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
    SlaClockWithdrawn: ({ data }) => [cancel(timer(data.clock))],
  },
});
