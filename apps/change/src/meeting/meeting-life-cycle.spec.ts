import {
  CAB_MEETING_STATES,
  CAB_MEETING_TRANSITIONS,
  type CabMeetingEvent,
  type CabMeetingState as State,
} from '@opsledger/contracts';
import { command, given } from '@opsledger/testing';
import { cabMeeting } from './meeting';
import { MOVES } from './transitions';

/** The whole life cycle, command by command: what is permitted happens, everything else is refused and says why. */

const NUMBER = 'CAB0000042';
const CHANGE = { id: 'c-1', name: 'CHG0000001' };
const OTHER = { id: 'c-2', name: 'CHG0000002' };
const attendees = [{ id: 'p-1', name: 'Cab One' }];
const keys = (state: State) => ({ number: NUMBER, state });

const scheduled: CabMeetingEvent = {
  type: 'CabMeetingScheduled',
  data: {
    keys: keys('planned'),
    title: 'Weekly',
    startsAt: '2026-03-03T09:00:00.000Z',
    endsAt: '2026-03-03T10:00:00.000Z',
    attendees,
  },
};
const before = '2026-03-10T00:00:00.000Z';
const agenda: CabMeetingEvent = { type: 'CabAgendaMade', data: { keys: keys('planned'), before, added: [CHANGE] } };
const decided: CabMeetingEvent = {
  type: 'CabDecisionRecorded',
  data: { keys: keys('planned'), change: CHANGE, decision: 'approved', note: null },
};
const HISTORIES: Readonly<Record<State, readonly CabMeetingEvent[]>> = {
  planned: [scheduled, agenda, decided],
  held: [
    scheduled,
    agenda,
    decided,
    { type: 'CabMeetingHeld', data: { keys: keys('held'), minutes: 'Short.', present: attendees } },
  ],
  canceled: [
    scheduled,
    agenda,
    decided,
    { type: 'CabMeetingCanceled', data: { keys: keys('canceled'), reason: 'Nobody can.' } },
  ],
};

const schedule = command(
  'ScheduleCabMeeting',
  { title: 'Weekly', startsAt: '2026-03-03T10:00:00+01:00', endsAt: '2026-03-03T11:00:00+01:00', attendees },
  { lookups: { number: NUMBER } },
);
const verdict = (reference: typeof CHANGE, verdict: string | null) => ({ lookups: { change: { reference, verdict } } });
const COMMANDS = {
  MakeCabAgenda: command('MakeCabAgenda', { before }, { lookups: { due: [CHANGE, OTHER] } }),
  RecordCabDecision: command('RecordCabDecision', { change: CHANGE.name, deferred: true }, verdict(CHANGE, 'approved')),
  HoldCabMeeting: command('HoldCabMeeting', { minutes: 'Short.' }),
  CancelCabMeeting: command('CancelCabMeeting', { reason: 'Nobody can.' }),
} as const;
type Verb = keyof typeof COMMANDS;

const FACTS: Readonly<Record<Verb, { readonly fact: string; readonly to: State }>> = {
  MakeCabAgenda: { fact: 'CabAgendaMade', to: 'planned' },
  RecordCabDecision: { fact: 'CabDecisionRecorded', to: 'planned' },
  HoldCabMeeting: { fact: 'CabMeetingHeld', to: 'held' },
  CancelCabMeeting: { fact: 'CabMeetingCanceled', to: 'canceled' },
};
/** What does something while a meeting is planned, but leaves it so. */
const NO_MOVE: readonly Verb[] = ['MakeCabAgenda', 'RecordCabDecision'];
const VERBS = Object.keys(COMMANDS) as Verb[];
const ENDED = CAB_MEETING_STATES.filter((state) => state !== 'planned');

const decide = (verb: Verb, ...history: readonly CabMeetingEvent[]) =>
  given(cabMeeting, ...history).when(COMMANDS[verb]);
const outcome = (verb: Verb, history: readonly CabMeetingEvent[]) => {
  const state = history.reduce(cabMeeting.evolve, cabMeeting.initial);
  const facts = [cabMeeting.decisions[verb]!(COMMANDS[verb], state)].flat();
  return { facts: facts.map(({ type }) => type), status: facts.reduce(cabMeeting.evolve, state).status };
};

test('is scheduled, and planned then', () => {
  given(cabMeeting).when(schedule).then(scheduled);
});

test.each(VERBS)('planned: %s', (verb) => {
  expect(outcome(verb, HISTORIES.planned)).toEqual({ facts: [FACTS[verb].fact], status: FACTS[verb].to });
});

test.each(ENDED.flatMap((state) => VERBS.map((verb) => [state, verb] as const)))(
  '%s: %s is refused, or nothing where it is so already',
  (state, verb) => {
    const decision = decide(verb, ...HISTORIES[state]);
    if (state === 'canceled' && verb === 'CancelCabMeeting') return decision.thenNothing();
    const refusal = decision.thenRefused(NO_MOVE.includes(verb) ? 'meeting-ended' : 'move-not-permitted');
    expect(refusal.detail).toContain(`${NUMBER} is ${state}`);
    expect(refusal.detail).toContain('Schedule another meeting.');
    if (!NO_MOVE.includes(verb)) expect(refusal.facts).toEqual({ state, possible: [] });
  },
);

test.each(VERBS)('%s finds no meeting where none was scheduled', (verb) => {
  decide(verb).thenRefused('not-found');
});

test('the moves are those of the published table, no more and no fewer', () => {
  const moves = Object.values(MOVES).flatMap(({ from, to }) => from.map((state) => `${state} → ${to}`));
  const published = CAB_MEETING_STATES.flatMap((from) => CAB_MEETING_TRANSITIONS[from].map((to) => `${from} → ${to}`));
  expect(moves.sort()).toEqual(published.sort());
});

test('ends after it begins', () => {
  const data = { ...schedule.data, endsAt: schedule.data.startsAt };
  given(cabMeeting)
    .when({ ...schedule, data })
    .thenRefused('meeting-times-wrong');
});

test('its agenda grows by what is not on it, and nothing leaves it', () => {
  decide('MakeCabAgenda', ...HISTORIES.planned).then({
    type: 'CabAgendaMade',
    data: { keys: keys('planned'), before, added: [OTHER] },
  });
  given(cabMeeting, ...HISTORIES.planned)
    .when({ ...COMMANDS.MakeCabAgenda, lookups: { due: [CHANGE] } })
    .thenNothing();
});

test('records what the approvers have decided, or that it is put off, about what is on the agenda', () => {
  const record = (...of: Parameters<typeof verdict>) => ({
    ...command('RecordCabDecision', { change: of[0].name }, verdict(...of)),
  });
  const planned = given(cabMeeting, ...HISTORIES.planned);
  planned.when(record(CHANGE, 'approved')).thenNothing();
  planned.when(record(CHANGE, 'rejected')).then({ ...decided, data: { ...decided.data, decision: 'rejected' } });
  for (const undecided of ['pending', null]) planned.when(record(CHANGE, undecided)).thenRefused('change-undecided');
  planned.when(record(OTHER, 'approved')).thenRefused('not-on-agenda');
  planned.when({ ...record(OTHER, null), lookups: { change: null } }).thenRefused('not-on-agenda');
});

test('is held when all of its agenda is decided or put off', () => {
  expect(decide('HoldCabMeeting', scheduled, agenda).thenRefused('agenda-undecided').detail).toContain(CHANGE.name);
  decide('HoldCabMeeting', scheduled).then({
    type: 'CabMeetingHeld',
    data: { keys: keys('held'), minutes: 'Short.', present: attendees },
  });
});
