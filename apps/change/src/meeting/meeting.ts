import type { CabMeetingEvent } from '@opsledger/contracts';
import { RecordNotFound, aggregate, existingOr } from '@opsledger/event-sourcing';
import { cancelMeeting, holdMeeting } from './commands/end-meeting';
import { makeAgenda } from './commands/make-agenda';
import { recordDecision } from './commands/record-decision';
import { scheduleMeeting } from './commands/schedule-meeting';
import { evolve } from './evolve';
import { isKnown, type Meeting } from './meeting-state';

const existing = existingOr(isKnown, (id) => new RecordNotFound('CAB meeting', id));

/** A meeting of the change advisory board: what is due, what became of it, the minutes. */
export const cabMeeting = aggregate<Meeting, CabMeetingEvent>({
  category: 'cabmeeting',
  called: 'CAB meeting',
  initial: { status: 'unknown' },
  evolve,
  decisions: {
    ScheduleCabMeeting: scheduleMeeting,
    MakeCabAgenda: existing(makeAgenda),
    RecordCabDecision: existing(recordDecision),
    HoldCabMeeting: existing(holdMeeting),
    CancelCabMeeting: existing(cancelMeeting),
  },
});
