import { meetingEnded } from './meeting.errors';
import type { KnownMeeting } from './meeting-state';

/** An agenda is made, and decided about, before the meeting has ended. */
export function requirePlanned(state: KnownMeeting): void {
  if (state.status !== 'planned') throw meetingEnded(state);
}
