import type { CabMeetingEvent } from '@opsledger/contracts';
import { aggregate } from '@opsledger/event-sourcing';
import { cancelMeeting, holdMeeting } from './commands/end-meeting';
import { makeAgenda } from './commands/make-agenda';
import { recordDecision } from './commands/record-decision';
import { scheduleMeeting } from './commands/schedule-meeting';
import { evolve } from './evolve';
import { meetingNotFound } from './meeting.errors';
import type { KnownMeeting, Meeting } from './meeting-state';

const existing =
  <C extends { readonly id: string }>(decide: (command: C, state: KnownMeeting) => CabMeetingEvent[]) =>
  (command: C, state: Meeting): CabMeetingEvent[] => {
    if (state.status !== 'unknown') return decide(command, state);
    throw meetingNotFound(command.id);
  };

/** A meeting of the change advisory board: what is due, what became of it, the minutes. */
export const cabMeeting = aggregate<Meeting, CabMeetingEvent>({
  category: 'cabmeeting',
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
