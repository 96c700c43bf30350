import type {
  CabDecision,
  CabKeys,
  CabMeetingEvent,
  CancelCabMeeting,
  CommandOf,
  HoldCabMeeting,
  MakeCabAgenda,
  RecordCabDecision,
  Reference,
  ScheduleCabMeeting,
} from '@opsledger/contracts';
import { Refusal, aggregate, move, requireMove, type Standing } from '@opsledger/event-sourcing';

export type MeetingRefusal =
  | 'meeting-not-found'
  | 'meeting-times-wrong'
  | 'not-on-agenda'
  | 'change-undecided'
  | 'agenda-undecided'
  | 'meeting-ended';

const refusal = (code: MeetingRefusal, detail: string) => new Refusal<MeetingRefusal>(code, detail);

export interface AgendaItem {
  readonly change: Reference;
  readonly decision: CabDecision | null;
}
export interface KnownMeeting {
  readonly status: CabKeys['state'];
  readonly number: string;
  readonly keys: CabKeys;
  readonly attendees: readonly Reference[];
  readonly agenda: readonly AgendaItem[];
}
export type Meeting = { readonly status: 'unknown' } | KnownMeeting;

export const MEETING_MOVES = {
  CabMeetingHeld: move('hold', ['planned'], 'held'),
  CabMeetingCanceled: move('cancel', ['planned'], 'canceled'),
} as const;

const mayMove = (state: Standing, type: keyof typeof MEETING_MOVES, whenEnded: string): void =>
  requireMove(MEETING_MOVES, state, type, whenEnded);

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

export function scheduleMeeting({
  data,
  lookups: { number },
}: CommandOf<typeof ScheduleCabMeeting, { readonly number: string }>): CabMeetingEvent[] {
  const { title, attendees } = data;
  const [startsAt, endsAt] = [new Date(data.startsAt).toISOString(), new Date(data.endsAt).toISOString()];
  if (endsAt <= startsAt) throw refusal('meeting-times-wrong', 'The meeting must end after it begins.');
  const keys: CabKeys = { number, state: 'planned' };
  return [{ type: 'CabMeetingScheduled', data: { keys, title, startsAt, endsAt, attendees } }];
}

function requirePlanned({ number, status }: KnownMeeting): void {
  if (status !== 'planned') throw refusal('meeting-ended', `${number} is ${status}. Schedule another meeting.`);
}

export function makeAgenda(
  { data, lookups: { due } }: CommandOf<typeof MakeCabAgenda, { readonly due: readonly Reference[] }>,
  state: KnownMeeting,
): CabMeetingEvent[] {
  requirePlanned(state);
  const added = due.filter(({ id }) => !state.agenda.some(({ change }) => change.id === id));
  if (added.length === 0) return [];
  return [{ type: 'CabAgendaMade', data: { keys: state.keys, before: new Date(data.before).toISOString(), added } }];
}

export interface DecisionLookups {
  /** The change as it is named, and what its approval rule says now. */
  readonly change: {
    readonly reference: Reference;
    readonly verdict: 'pending' | 'approved' | 'rejected' | null;
  } | null;
}

export function recordDecision(
  { data, lookups: { change } }: CommandOf<typeof RecordCabDecision, DecisionLookups>,
  state: KnownMeeting,
): CabMeetingEvent[] {
  requirePlanned(state);
  const item = state.agenda.find((it) => it.change.id === change?.reference.id);
  if (!change || !item)
    throw refusal('not-on-agenda', `${data.change} is not on the agenda of ${state.number}. Make the agenda again.`);
  const decision = data.deferred ? 'deferred' : change.verdict;
  if (decision !== 'deferred' && decision !== 'approved' && decision !== 'rejected')
    throw refusal(
      'change-undecided',
      `${change.reference.name} has not been decided by its approvers. Let them answer with answer-approval, or defer it.`,
    );
  if (item.decision === decision) return [];
  const note = data.note ?? null;
  return [{ type: 'CabDecisionRecorded', data: { keys: state.keys, change: item.change, decision, note } }];
}

export function holdMeeting({ data }: CommandOf<typeof HoldCabMeeting>, state: KnownMeeting): CabMeetingEvent[] {
  mayMove(state, 'CabMeetingHeld', 'Schedule another meeting.');
  const open = state.agenda.filter(({ decision }) => decision === null).map(({ change }) => change.name);
  if (open.length > 0)
    throw refusal('agenda-undecided', `${state.number} has said nothing of ${open.join(', ')}. Record or defer each.`);
  const present = data.present ?? [...state.attendees];
  const keys: CabKeys = { ...state.keys, state: 'held' };
  return [{ type: 'CabMeetingHeld', data: { keys, minutes: data.minutes, present } }];
}

export function cancelMeeting({ data }: CommandOf<typeof CancelCabMeeting>, state: KnownMeeting): CabMeetingEvent[] {
  if (state.status === 'canceled') return [];
  mayMove(state, 'CabMeetingCanceled', 'Schedule another meeting.');
  return [{ type: 'CabMeetingCanceled', data: { keys: { ...state.keys, state: 'canceled' }, reason: data.reason } }];
}

const existing =
  <C extends { readonly id: string }>(decide: (command: C, state: KnownMeeting) => CabMeetingEvent[]) =>
  (command: C, state: Meeting): CabMeetingEvent[] => {
    if (state.status !== 'unknown') return decide(command, state);
    throw refusal('meeting-not-found', `There is no CAB meeting ${command.id}.`);
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
