import { PROBLEM_STATES, PROBLEM_TRANSITIONS, type ProblemState } from '@opsledger/contracts';
import { command, given } from '@opsledger/testing';
import { problem } from './problem';
import { HISTORIES, NUMBER } from './problem.histories';
import { MOVES } from './transitions';

/** The whole life cycle, move by move: what is permitted happens, everything else is refused and says what is possible. */

const VERBS = {
  InvestigateProblem: { data: {}, fact: 'ProblemInvestigationStarted' },
  RecordRootCause: { data: { rootCause: 'Jams.', category: 'capacity' }, fact: 'ProblemRootCauseFound' },
  PlanProblemFix: { data: { fix: 'Rollers.' }, fact: 'ProblemFixPlanned' },
  ResolveProblem: { data: { notes: 'Done.' }, fact: 'ProblemResolved' },
  RecurProblem: { data: { reason: 'Burns again.' }, fact: 'ProblemRecurred' },
  CloseProblem: { data: {}, fact: 'ProblemClosed' },
  AcceptProblemRisk: { data: { reason: 'Too dear.' }, fact: 'ProblemRiskAccepted' },
  CancelProblem: { data: { reason: 'A drill.' }, fact: 'ProblemCanceled' },
} as const;
type Verb = keyof typeof VERBS;

const ALREADY_SO = ['investigating InvestigateProblem', 'closed CloseProblem'];
const isPermitted = (from: ProblemState, verb: Verb) =>
  (MOVES[VERBS[verb].fact].from as readonly ProblemState[]).includes(from);
const cases = PROBLEM_STATES.flatMap((from) => (Object.keys(VERBS) as Verb[]).map((verb) => [from, verb] as const));

test.each(cases.filter(([from, verb]) => isPermitted(from, verb)))('%s: %s', (from, verb) => {
  const { fact, data } = VERBS[verb];
  const state = HISTORIES[from].reduce(problem.evolve, problem.initial);
  const decided = [problem.decisions[verb]!(command(verb, data), state)].flat();
  expect(decided.map(({ type }) => type)).toEqual([fact]);
  expect(decided[0]!.data.keys.state).toBe(MOVES[fact].to);
  expect(decided.reduce(problem.evolve, state).status).toBe(MOVES[fact].to);
});

test.each(cases.filter(([from, verb]) => !isPermitted(from, verb) && !ALREADY_SO.includes(`${from} ${verb}`)))(
  '%s: %s is refused',
  (from, verb) => {
    const when = given(problem, ...HISTORIES[from]).when(command(verb, VERBS[verb].data));
    const refusal = when.thenRefused('move-not-permitted');
    expect(refusal.facts.state).toBe(from);
    expect(new Set(refusal.facts.possible as string[])).toEqual(new Set(PROBLEM_TRANSITIONS[from]));
    expect(refusal.detail).toContain(NUMBER);
  },
);

test.each(ALREADY_SO)('%s is nothing', (row) => {
  const [from, verb] = row.split(' ') as [ProblemState, Verb];
  given(problem, ...HISTORIES[from])
    .when(command(verb, VERBS[verb].data))
    .thenNothing();
});

test('the moves are those of the published table, no more and no fewer', () => {
  const moves = Object.values(MOVES).flatMap(({ from, to }) => from.map((state) => `${state} → ${to}`));
  const published = PROBLEM_STATES.flatMap((from) => PROBLEM_TRANSITIONS[from].map((to) => `${from} → ${to}`));
  expect([...new Set(moves)].sort()).toEqual(published.sort());
});
