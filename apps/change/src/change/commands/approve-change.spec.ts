import { given } from '@opsledger/testing';
import { change } from '../change';
import { HISTORIES, after, answered, asked, command, drafted, person, submitted, type Step } from '../change.histories';

const waiting = (quorum: object, ...ids: string[]) => after(drafted(), submitted, asked(quorum, ...ids));
const HALF = { kind: 'percent', percent: 50 };
const answer = (id: string, said = 'approved') =>
  command('AnswerChangeApproval', { answer: said }, { actor: person(id), roles: ['agent'] });
const stateAfter = (...steps: readonly Step[]) =>
  after(...steps).reduce(change.evolve, change.initial) as { status: string; details: any };

test('only the named approver answers', () => {
  given(change, ...waiting({ kind: 'any' }, 'a'))
    .when(answer('b'))
    .thenRefused('not-a-named-approver');
});

test('the requester never counts', () => {
  given(change, ...waiting({ kind: 'any' }, 'a', 'requester'))
    .when(answer('requester'))
    .thenRefused('requester-never-approves');
  given(change, ...after(drafted(), submitted))
    .when(command(...asked({ kind: 'any' }, 'requester')))
    .thenRefused('no-approver-left');
  expect(
    stateAfter(drafted(), submitted, asked({ kind: 'all' }, 'a', 'requester'), answered('a')).details.approvals.verdict,
  ).toBe('approved');
});

test('50 % of 5 is 3', () => {
  const start = [drafted(), submitted, asked(HALF, 'a', 'b', 'c', 'd', 'e')];
  expect(stateAfter(...start, answered('a'), answered('b')).details.approvals.verdict).toBe('pending');
  expect(stateAfter(...start, answered('a'), answered('b'), answered('c')).details.approvals.verdict).toBe('approved');
});

test('a group that cannot reach its quorum rejects at once: back to draft', () => {
  const rejected = stateAfter(drafted(), submitted, asked({ kind: 'all' }, 'a', 'b'), answered('a', 'rejected'));
  expect(rejected).toMatchObject({ status: 'draft', details: { approvals: { verdict: 'rejected' } } });
});

test('recusal: leaves the denominator; with nobody left it cannot be approved, and says so', () => {
  const start = [drafted(), submitted, asked({ kind: 'all' }, 'a', 'b')];
  expect(stateAfter(...start, answered('a', 'recused'), answered('b')).details.approvals.verdict).toBe('approved');
  const stuck = after(...start, answered('a', 'recused'), answered('b', 'recused'));
  expect(
    given(change, ...stuck)
      .when(command('ScheduleChange'))
      .thenRefused('not-approved').detail,
  ).toContain('nobody is left');
});

test.each([
  ['PlanChange', { scope: 'More.' }],
  ['LinkChange', { kind: 'affected_ci', target: { id: 'ci', name: 'db' } }],
])('expiry on re-plan: %s of a scheduled change', (type, data) => {
  const state = HISTORIES.scheduled().reduce(change.evolve, change.initial);
  const decided = [change.decisions[type]!(command(type, data), state)].flat();
  expect(decided.at(-1)!.type).toBe('ChangeApprovalsExpired');
  expect(decided.reduce(change.evolve, state)).toMatchObject({
    status: 'authorize',
    details: { approvals: { answers: [], verdict: 'pending', round: 2 } },
  });
});

test('the same answer again is nothing, and an answer to what is decided is refused', () => {
  given(change, ...HISTORIES.authorize())
    .when(answer('a'))
    .thenNothing();
  given(change, ...HISTORIES.authorize())
    .when(answer('a', 'rejected'))
    .thenRefused('approval-not-asked');
});
