import { cabMeetingEvents, type CabMeetingEvent, type CabMeetingView } from '@opsledger/contracts';
import type { Recorded } from '@opsledger/event-sourcing';
import { baseOf, viewList } from './view-list';

export function meetingAfter(before: CabMeetingView | undefined, event: Recorded<CabMeetingEvent>): CabMeetingView {
  const { occurredAt } = event;
  const blank = { title: '', startsAt: occurredAt, endsAt: occurredAt, attendees: [], agenda: [] };
  const view: CabMeetingView = {
    ...blank,
    minutes: null,
    present: [],
    ...before,
    ...event.data.keys,
    ...baseOf(before, event),
  };
  switch (event.type) {
    case 'CabMeetingScheduled': {
      const { title, startsAt, endsAt, attendees } = event.data;
      return { ...view, title, startsAt, endsAt, attendees };
    }
    case 'CabAgendaMade': {
      const added = event.data.added.map((change) => ({ change, decision: null, note: null, at: null }));
      return { ...view, agenda: [...view.agenda, ...added] };
    }
    case 'CabDecisionRecorded': {
      const { change, decision, note } = event.data;
      const item = { change, decision, note, at: occurredAt };
      return { ...view, agenda: view.agenda.map((it) => (it.change.id === change.id ? item : it)) };
    }
    case 'CabMeetingHeld':
      return { ...view, minutes: event.data.minutes, present: event.data.present };
    default:
      return view;
  }
}

export const meetingList = viewList<CabMeetingView>(
  'cab_meetings',
  'Meetings of the change advisory board, as they are now.',
  cabMeetingEvents,
  meetingAfter,
  ({ title }) => ({ name: title, kind: null }),
);
