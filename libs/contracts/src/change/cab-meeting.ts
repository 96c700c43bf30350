import { Type, type Static } from '@sinclair/typebox';
import { Instant, Line, Maybe, OneOf, Payload, Prose, Reference, commandsOf, eventsOf, type EventOf } from '../kit';
import { CAB_DECISIONS, CAB_MEETING_STATES } from './change-lifecycle';

const event = eventsOf('change');
const command = commandsOf('change', 'cabmeeting');

/** On every event of a meeting of the change advisory board: its number, and its state after the event. */
export const CabKeys = Type.Object({ number: Line(40), state: OneOf(CAB_MEETING_STATES) });
export type CabKeys = Static<typeof CabKeys>;
const fact = <Fields extends Parameters<typeof Type.Object>[0]>(fields: Fields) =>
  Type.Object({ keys: CabKeys, ...fields });
const Agenda = Type.Array(Reference);

/** `attendees` are those asked to come; who came is in `CabMeetingHeld`. */
export const CabMeetingScheduled = event(
  'CabMeetingScheduled',
  'The change advisory board meets.',
  fact({ title: Line(300), startsAt: Instant(), endsAt: Instant(), attendees: Type.Array(Reference) }),
);

/**
 * `added` are those that were not on it yet: besides the ones planned before `before`, those without a planned time,
 * and emergencies already begun that nobody has approved.
 */
export const CabAgendaMade = event(
  'CabAgendaMade',
  'Changes that wait for authorisation and are planned to begin before a date are on the agenda.',
  fact({ before: Instant(), added: Agenda }),
);

/**
 * Tells what the change’s approval rule said then, it decides nothing itself. A later one for the same change replaces
 * it.
 */
export const CabDecisionRecorded = event(
  'CabDecisionRecorded',
  'What became of a change in the meeting: as its approvers answered, or put off.',
  fact({ change: Reference, decision: OneOf(CAB_DECISIONS), note: Maybe(Prose(5000)) }),
);

/** Final. `present` are those who came, all attendees unless told. */
export const CabMeetingHeld = event(
  'CabMeetingHeld',
  'The meeting took place; these are its minutes.',
  fact({ minutes: Prose(), present: Type.Array(Reference) }),
);

/** Final, and only of one that was not held; its changes stay as they are. */
export const CabMeetingCanceled = event(
  'CabMeetingCanceled',
  'There was no such meeting.',
  fact({ reason: Prose(2000) }),
);

/** Life of one meeting; what approvers answered is in `changeEvents`. */
export const cabMeetingEvents = [
  CabMeetingScheduled,
  CabAgendaMade,
  CabDecisionRecorded,
  CabMeetingHeld,
  CabMeetingCanceled,
] as const;
export type CabMeetingEvent = EventOf<(typeof cabMeetingEvents)[number]>;

const managers = { roles: ['change-manager'] } as const;

/** Refused unless it ends after it begins; it may lie in the past. */
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

/**
 * Only while planned; takes 500 changes at most, the earliest planned first. Where nothing is new, nothing is recorded.
 */
export const MakeCabAgenda = command('MakeCabAgenda', {
  ...managers,
  route: 'POST /v1/cab-meetings/:id/make-agenda',
  summary: 'Put changes that wait for approval on the agenda of a meeting',
  description:
    'Adds the changes in authorize whose approvers have not decided yet and that are planned to begin before `before`, or at no time; and the emergencies that have begun and wait for approval afterwards. No change leaves the agenda.',
  payload: Payload({
    before: Instant({ description: 'Changes planned to begin at this instant or later are left for another meeting.' }),
  }),
});

/**
 * Only while planned, and for a change on the agenda. `deferred` also puts off what its approvers have decided; the
 * same decision again records nothing.
 */
export const RecordCabDecision = command('RecordCabDecision', {
  ...managers,
  route: 'POST /v1/cab-meetings/:id/decisions',
  summary: 'Record what a meeting came to about a change',
  description:
    'Approvers answer at the change itself; approved or rejected is whatever its approval rule then says. While it says neither, only `deferred: true` can be recorded.',
  payload: Payload({
    change: Line(200, { description: 'Id or number of a change on the agenda.' }),
    deferred: Type.Optional(Type.Boolean()),
    note: Type.Optional(Prose(5000)),
  }),
});

/** Only while planned: held once, minutes are final. */
export const HoldCabMeeting = command('HoldCabMeeting', {
  ...managers,
  route: 'POST /v1/cab-meetings/:id/hold',
  summary: 'Record the minutes of a meeting: planned → held',
  description: 'Every change on the agenda must have been decided or deferred.',
  payload: Payload({
    minutes: Prose(),
    present: Type.Optional(Type.Array(Reference, { maxItems: 100, description: 'Default: all attendees.' })),
  }),
});

/** Refused once held; canceled already: nothing is recorded. */
export const CancelCabMeeting = command('CancelCabMeeting', {
  ...managers,
  route: 'POST /v1/cab-meetings/:id/cancel',
  summary: 'Cancel a meeting',
  payload: Payload({ reason: Prose(2000) }),
});

/** Given by change managers alone; approvers answer at the change itself. */
export const cabMeetingCommands = [
  ScheduleCabMeeting,
  MakeCabAgenda,
  RecordCabDecision,
  HoldCabMeeting,
  CancelCabMeeting,
] as const;
