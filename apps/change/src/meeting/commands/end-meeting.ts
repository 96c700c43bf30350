import type { CabKeys, CabMeetingEvent, CancelCabMeeting, CommandOf, HoldCabMeeting } from '@opsledger/contracts';
import { agendaUndecided } from '../meeting.errors';
import type { KnownMeeting } from '../meeting-state';
import { requireMove } from '../transitions';

export function holdMeeting({ data }: CommandOf<typeof HoldCabMeeting>, state: KnownMeeting): CabMeetingEvent[] {
  requireMove(state, 'CabMeetingHeld');
  const open = state.agenda.filter(({ decision }) => decision === null).map(({ change }) => change.name);
  if (open.length > 0) throw agendaUndecided(state, open);
  const present = data.present ?? [...state.attendees];
  const keys: CabKeys = { ...state.keys, state: 'held' };
  return [{ type: 'CabMeetingHeld', data: { keys, minutes: data.minutes, present } }];
}

export function cancelMeeting({ data }: CommandOf<typeof CancelCabMeeting>, state: KnownMeeting): CabMeetingEvent[] {
  if (state.status === 'canceled') return [];
  requireMove(state, 'CabMeetingCanceled');
  return [{ type: 'CabMeetingCanceled', data: { keys: { ...state.keys, state: 'canceled' }, reason: data.reason } }];
}
