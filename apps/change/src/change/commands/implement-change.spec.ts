import { given } from '@opsledger/testing';
import { change } from '../change';
import { HISTORIES, after, answered, asked, command, drafted, reference, submitted } from '../change.histories';

const other = { kind: 'same_ci', with: reference('other'), detail: 'db' };
const freeze = { kind: 'freeze', with: reference('freeze'), detail: 'Books.' };
const start = (blocking: object[], data: object = {}, roles = ['agent']) =>
  command('StartChangeImplementation', data, { lookups: { blocking }, roles } as object);
const typesOf = (history: ReturnType<typeof after>, by: ReturnType<typeof start>) => {
  const state = history.reduce(change.evolve, change.initial);
  return [change.decisions.StartChangeImplementation!(by, state)].flat().map(({ type }) => type);
};
const reason = { overrideCollisions: { reason: 'Agreed.' } };

test('a collision that was found after scheduling stops it', () => {
  const refusal = given(change, ...HISTORIES.scheduled())
    .when(start([other]))
    .thenRefused('collision-unresolved');
  expect(refusal.facts).toEqual({ collisions: [other] });
});

test('only a change manager goes on, with a reason that is kept', () => {
  given(change, ...HISTORIES.scheduled())
    .when(start([other], reason))
    .thenRefused('override-not-permitted');
  expect(typesOf(HISTORIES.scheduled(), start([other], reason, ['change-manager']))).toEqual([
    'ChangeCollisionsOverridden',
    'ChangeImplementationStarted',
  ]);
});

test('what was overridden when it was scheduled is not asked again, what came since is', () => {
  const history = after(drafted(), submitted, asked(), answered('a'), [
    'ScheduleChange',
    reason,
    { lookups: { collisions: [other] }, roles: ['change-manager'] },
  ]);
  expect(typesOf(history, start([other]))).toEqual(['ChangeImplementationStarted']);
  const refusal = given(change, ...history)
    .when(start([other, freeze]))
    .thenRefused('collision-unresolved');
  expect(refusal.facts).toEqual({ collisions: [freeze] });
});

test('an emergency begins all the same', () => {
  const history = after(drafted('emergency'), submitted, asked(), answered('a'), ['ScheduleChange']);
  expect(typesOf(history, start([other]))).toEqual(['ChangeImplementationStarted']);
});

test.each(['approval', 'review'] as const)('an overdue %s is raised once', (what) => {
  const report = ['ReportRetrospectiveOverdue', { what, due: '2026-03-04T09:00:00.000Z' }] as const;
  const begun = [drafted('emergency'), ['StartChangeImplementation'] as const];
  expect(after(...begun, report).at(-1)).toMatchObject({ type: 'ChangeRetrospectiveOverdue', data: { what } });
  expect(after(...begun, report, report)).toHaveLength(after(...begun, report).length);
});
