import { RELEASE_STATES, RELEASE_TRANSITIONS, type ReleaseState } from '@opsledger/contracts';
import { given } from '@opsledger/testing';
import { release } from './release';
import { HISTORIES, NUMBER, command } from './release.histories';
import { MOVES } from './transitions';

/** The whole life cycle, move by move: what is permitted happens, everything else is refused and says what is possible. */

const VERBS = {
  StartReleaseBuild: { data: {}, fact: 'ReleaseBuildStarted' },
  StartReleaseTest: { data: {}, fact: 'ReleaseTestStarted' },
  FailReleaseTest: { data: { findings: 'Prices are wrong.' }, fact: 'ReleaseTestFailed' },
  StartReleaseDeployment: { data: {}, fact: 'ReleaseDeploymentStarted' },
  CompleteReleaseDeployment: { data: {}, fact: 'ReleaseDeployed' },
  RollBackRelease: { data: { reason: 'Carts empty.' }, fact: 'ReleaseRolledBack' },
  ReviewRelease: { data: { notes: 'Went well.' }, fact: 'ReleaseReviewed' },
  CancelRelease: { data: { reason: 'Not needed.' }, fact: 'ReleaseCanceled' },
} as const;
type Verb = keyof typeof VERBS;

const ALREADY_SO: readonly string[] = [
  'build StartReleaseBuild',
  'test StartReleaseTest',
  'deploying StartReleaseDeployment',
  'deployed CompleteReleaseDeployment',
  'rolled_back RollBackRelease',
  'canceled CancelRelease',
];

const cases = RELEASE_STATES.flatMap((from) => (Object.keys(VERBS) as Verb[]).map((verb) => [from, verb] as const));
const isPermitted = (from: ReleaseState, verb: Verb) =>
  (MOVES[VERBS[verb].fact].from as readonly ReleaseState[]).includes(from);
const decide = (from: ReleaseState, verb: Verb) =>
  given(release, ...HISTORIES[from]()).when(command(verb, VERBS[verb].data));

test.each(cases.filter(([from, verb]) => isPermitted(from, verb)))('%s: %s', (from, verb) => {
  const { fact } = VERBS[verb];
  const state = HISTORIES[from]().reduce(release.evolve, release.initial);
  const decided = [release.decisions[verb]!(command(verb, VERBS[verb].data), state)].flat();
  expect(decided.map(({ type }) => type)).toEqual([fact]);
  expect(decided.reduce(release.evolve, state).status).toBe(MOVES[fact].to);
});

test.each(cases.filter(([from, verb]) => !isPermitted(from, verb) && !ALREADY_SO.includes(`${from} ${verb}`)))(
  '%s: %s is refused',
  (from, verb) => {
    const refusal = decide(from, verb).thenRefused('move-not-permitted');
    expect(refusal.facts.state).toBe(from);
    expect(new Set(refusal.facts.possible as string[])).toEqual(new Set(RELEASE_TRANSITIONS[from]));
    expect(refusal.detail).toContain(NUMBER);
    for (const to of RELEASE_TRANSITIONS[from]) expect(refusal.detail).toContain(to);
  },
);

test.each(ALREADY_SO)('%s is nothing', (row) => {
  const [from, verb] = row.split(' ') as [ReleaseState, Verb];
  decide(from, verb).thenNothing();
});

test('the moves are those of the published table, no more and no fewer', () => {
  const moves = Object.values(MOVES).flatMap(({ from, to }) => from.map((state) => `${state} → ${to}`));
  const published = RELEASE_STATES.flatMap((from) => RELEASE_TRANSITIONS[from].map((to) => `${from} → ${to}`));
  expect(moves.sort()).toEqual(published.sort());
});
