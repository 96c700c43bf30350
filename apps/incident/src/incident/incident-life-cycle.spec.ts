import { INCIDENT_STATES, INCIDENT_TRANSITIONS, type IncidentEvent, type IncidentState } from '@opsledger/contracts';
import { given } from '@opsledger/testing';
import { incident } from './incident';
import {
  aCanceledIncident,
  aClosedIncident,
  aLoggedIncident,
  aResolvedIncident,
  anIncidentInProgress,
  anIncidentOnHold,
  command,
} from './incident.histories';
import { MOVES } from './transitions';

/** The whole life cycle, move by move: what is permitted happens, everything else is refused and says what is possible. */

const HISTORIES: Readonly<Record<IncidentState, () => IncidentEvent[]>> = {
  new: aLoggedIncident,
  in_progress: anIncidentInProgress,
  on_hold: anIncidentOnHold,
  resolved: aResolvedIncident,
  closed: aClosedIncident,
  canceled: aCanceledIncident,
};

const VERBS = {
  StartIncident: { data: {}, fact: 'IncidentWorkStarted' },
  PutIncidentOnHold: { data: { reason: 'change' }, fact: 'IncidentPutOnHold' },
  ResumeIncident: { data: {}, fact: 'IncidentResumed' },
  ResolveIncident: { data: { code: 'workaround', notes: 'Use the other one.' }, fact: 'IncidentResolved' },
  ReopenIncident: { data: { reason: 'Burns again.' }, fact: 'IncidentReopened' },
  CloseIncident: { data: {}, fact: 'IncidentClosed' },
  CancelIncident: { data: { reason: 'A drill.' }, fact: 'IncidentCanceled' },
} as const;
type Verb = keyof typeof VERBS;

/** Asking for what is so already is neither a move nor a mistake. */
const ALREADY_SO: readonly string[] = [
  'in_progress StartIncident',
  'in_progress ResumeIncident',
  'closed CloseIncident',
  'canceled CancelIncident',
];

const decide = (from: IncidentState, verb: Verb) =>
  given(incident, ...HISTORIES[from]()).when(command(verb, VERBS[verb].data));
const isPermitted = (from: IncidentState, verb: Verb) =>
  (MOVES[VERBS[verb].fact].from as readonly IncidentState[]).includes(from);

const cases = INCIDENT_STATES.flatMap((from) => (Object.keys(VERBS) as Verb[]).map((verb) => [from, verb] as const));

test.each(cases.filter(([from, verb]) => isPermitted(from, verb)))('%s: %s', (from, verb) => {
  const { fact } = VERBS[verb];
  const state = HISTORIES[from]().reduce(incident.evolve, incident.initial);
  const decided = [incident.decisions[verb]!(command(verb, VERBS[verb].data), state)].flat();
  expect(decided.map(({ type }) => type)).toEqual([fact]);
  expect(decided[0]!.data.keys.state).toBe(MOVES[fact].to);
  expect(decided.reduce(incident.evolve, state).status).toBe(MOVES[fact].to);
});

test.each(cases.filter(([from, verb]) => !isPermitted(from, verb) && !ALREADY_SO.includes(`${from} ${verb}`)))(
  '%s: %s is refused',
  (from, verb) => {
    const refusal = decide(from, verb).thenRefused('move-not-permitted');
    expect(refusal.facts.state).toBe(from);
    expect(new Set(refusal.facts.possible as string[])).toEqual(new Set(INCIDENT_TRANSITIONS[from]));
    expect(refusal.detail).toContain('INC0000042');
    expect(refusal.detail).toContain(from);
    for (const to of INCIDENT_TRANSITIONS[from]) expect(refusal.detail).toContain(to);
  },
);

test.each(ALREADY_SO)('%s is nothing', (row) => {
  const [from, verb] = row.split(' ') as [IncidentState, Verb];
  decide(from, verb).thenNothing();
});

test('the moves are those of the published table, no more and no fewer', () => {
  const moves = Object.values(MOVES).flatMap(({ from, to }) => from.map((state) => `${state} → ${to}`));
  const published = INCIDENT_STATES.flatMap((from) => INCIDENT_TRANSITIONS[from].map((to) => `${from} → ${to}`));
  expect(moves.sort()).toEqual(published.sort());
});

test('what is closed stays closed: the refusal tells to log a follow-up', () => {
  expect(decide('closed', 'ReopenIncident').thenRefused('move-not-permitted').detail).toContain(
    'log a new incident with followUpOf INC0000042',
  );
});
