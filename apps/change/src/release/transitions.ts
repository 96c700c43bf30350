import type { ReleaseEvent, ReleaseState } from '@opsledger/contracts';
import { move, requireMove as require, type Move, type Origins } from '@opsledger/event-sourcing';
import type { KnownRelease } from './release-state';

/** The life cycle by its facts: every move of `RELEASE_TRANSITIONS` has one, and none has another. */
export const MOVES = {
  ReleaseBuildStarted: move('build', ['planning'], 'build'),
  ReleaseTestStarted: move('test', ['build'], 'test'),
  ReleaseTestFailed: move('fail-test', ['test'], 'build'),
  ReleaseDeploymentStarted: move('deploy', ['test'], 'deploying'),
  ReleaseDeployed: move('complete', ['deploying'], 'deployed'),
  ReleaseRolledBack: move('roll-back', ['deploying', 'deployed'], 'rolled_back'),
  ReleaseReviewed: move('review', ['deployed'], 'reviewed'),
  ReleaseCanceled: move('cancel', ['planning', 'build', 'test'], 'canceled'),
} as const satisfies Partial<Record<ReleaseEvent['type'], Move<ReleaseState, ReleaseState>>>;

export type MoveFact = keyof typeof MOVES;

/** Narrows the state to those the move may start from. Throws the refusal that names what is possible instead. */
export function requireMove<Type extends MoveFact>(
  state: KnownRelease,
  type: Type,
): asserts state is Extract<KnownRelease, { status: Origins<typeof MOVES, Type> }> {
  require(MOVES, state, type, 'It has ended: plan a new release instead.');
}
