import { Type, type Static } from '@sinclair/typebox';
import { Instant, Line, Maybe, OneOf, Payload, Prose, Reference, commandsOf, eventsOf, type EventOf } from '../kit';
import { CAB_DECISIONS, CAB_MEETING_STATES } from './change-lifecycle';

const event = eventsOf('change');
const command = commandsOf('change', 'cabmeeting');

export const CabKeys = Type.Object({ number: Line(40), state: OneOf(CAB_MEETING_STATES) });
export type CabKeys = Static<typeof CabKeys>;
const fact = <Fields extends Parameters<typeof Type.Object>[0]>(fields: Fields) =>
  Type.Object({ keys: CabKeys, ...fields });
const Agenda = Type.Array(Reference);

export const CabMeetingScheduled = event(
  'CabMeetingScheduled',
  'The change advisory board meets.',
  fact({ title: Line(300), startsAt: Instant(), endsAt: Instant(), attendees: Type.Array(Reference) }),
);
export const CabAgendaMade = event(
  'CabAgendaMade',
  'Changes that wait for authorisation and are planned to begin before a date are on the agenda.',
  fact({ before: Instant(), added: Agenda }),
);
export const CabDecisionRecorded = event(
  'CabDecisionRecorded',
  'What became of a change in the meeting: as its approvers answered, or put off.',
  fact({ change: Reference, decision: OneOf(CAB_DECISIONS), note: Maybe(Prose(5000)) }),
);
export const CabMeetingHeld = event(
  'CabMeetingHeld',
  'The meeting took place; these are its minutes.',
  fact({ minutes: Prose(), present: Type.Array(Reference) }),
);
export const CabMeetingCanceled = event(
  'CabMeetingCanceled',
  'There was no such meeting.',
  fact({ reason: Prose(2000) }),
);
export const cabMeetingEvents = [
  CabMeetingScheduled,
  CabAgendaMade,
  CabDecisionRecorded,
  CabMeetingHeld,
  CabMeetingCanceled,
] as const;
export type CabMeetingEvent = EventOf<(typeof cabMeetingEvents)[number]>;

const managers = { roles: ['change-manager'] } as const;

export const ScheduleCabMeeting = command('ScheduleCabMeeting', {
  ...managers,
  route: 'POST /v1/cab-meetings',
  creates: true,
  summary: 'Call a meeting of the change advisory board',
  payload: Payload({
    title: Line(300),
    startsAt: Instant(),
    endsAt: Instant(),
    attendees: Type.Array(Reference, { minItems: 1, maxItems: 100 }),
  }),
});
export const MakeCabAgenda = command('MakeCabAgenda', {
  ...managers,
  route: 'POST /v1/cab-meetings/:id/make-agenda',
  summary: 'Put what is due on the agenda',
  description:
    'Changes in authorize, not decided yet, that are planned to begin before the date, and emergencies without approval. What is on it stays.',
  payload: Payload({ before: Instant() }),
});
export const RecordCabDecision = command('RecordCabDecision', {
  ...managers,
  route: 'POST /v1/cab-meetings/:id/decisions',
  summary: 'Record what became of a change',
  description:
    'Approvers answer at the change itself; approved or rejected is whatever its approval rule then says. While it says neither, only `deferred: true` can be recorded.',
  payload: Payload({
    change: Line(200, { description: 'Id or number of a change on the agenda.' }),
    deferred: Type.Optional(Type.Boolean()),
    note: Type.Optional(Prose(5000)),
  }),
});
export const HoldCabMeeting = command('HoldCabMeeting', {
  ...managers,
  route: 'POST /v1/cab-meetings/:id/hold',
  summary: 'Record the minutes: planned → held',
  description: 'Every change on the agenda must have been decided or deferred.',
  payload: Payload({
    minutes: Prose(),
    present: Type.Optional(Type.Array(Reference, { maxItems: 100, description: 'Default: all attendees.' })),
  }),
});
export const CancelCabMeeting = command('CancelCabMeeting', {
  ...managers,
  route: 'POST /v1/cab-meetings/:id/cancel',
  summary: 'Cancel a meeting',
  payload: Payload({ reason: Prose(2000) }),
});
export const cabMeetingCommands = [
  ScheduleCabMeeting,
  MakeCabAgenda,
  RecordCabDecision,
  HoldCabMeeting,
  CancelCabMeeting,
] as const;
