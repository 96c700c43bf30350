import type { CabMeetingEvent } from '@opsledger/contracts';
import type { Meeting } from './meeting-state';

/** Accepts every recorded fact. */
export function evolve(state: Meeting, event: CabMeetingEvent): Meeting {
  const { keys } = event.data;
  const before = state.status === 'unknown' ? { attendees: [], agenda: [] } : state;
  const meeting = { ...before, status: keys.state, number: keys.number, keys };
  switch (event.type) {
    case 'CabMeetingScheduled':
      return { ...meeting, attendees: event.data.attendees };
    case 'CabAgendaMade':
      return {
        ...meeting,
        agenda: [...before.agenda, ...event.data.added.map((change) => ({ change, decision: null }))],
      };
    case 'CabDecisionRecorded': {
      const { change, decision } = event.data;
      return {
        ...meeting,
        agenda: before.agenda.map((item) => (item.change.id === change.id ? { change, decision } : item)),
      };
    }
    case 'CabMeetingHeld':
    case 'CabMeetingCanceled':
      return meeting;
    default:
      return event satisfies never;
  }
}
