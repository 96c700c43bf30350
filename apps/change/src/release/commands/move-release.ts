import type {
  CancelRelease,
  CommandOf,
  FailReleaseTest,
  ReleaseEvent,
  ReviewRelease,
  RollBackRelease,
} from '@opsledger/contracts';
import { keysOf, type KnownRelease } from '../release-state';
import { MOVES, requireMove, type MoveFact } from '../transitions';

type Decide<C> = (command: C, state: KnownRelease) => ReleaseEvent[];
type Plain = 'ReleaseBuildStarted' | 'ReleaseTestStarted' | 'ReleaseDeployed';

const keysAfter = (state: KnownRelease, type: MoveFact) => keysOf(state, { state: MOVES[type].to });

/** Moves that say nothing but that they happened. Asking for the state it is in is no mistake. */
const moved =
  (type: Plain): Decide<unknown> =>
  (_, state) => {
    if (state.status === MOVES[type].to) return [];
    requireMove(state, type);
    return [{ type, data: { keys: keysAfter(state, type) } }];
  };

export const startReleaseBuild = moved('ReleaseBuildStarted');
export const startReleaseTest = moved('ReleaseTestStarted');
export const completeReleaseDeployment = moved('ReleaseDeployed');

export const failReleaseTest: Decide<CommandOf<typeof FailReleaseTest>> = ({ data }, state) => {
  requireMove(state, 'ReleaseTestFailed');
  return [
    { type: 'ReleaseTestFailed', data: { keys: keysAfter(state, 'ReleaseTestFailed'), findings: data.findings } },
  ];
};

export const rollBackRelease: Decide<CommandOf<typeof RollBackRelease>> = ({ data }, state) => {
  if (state.status === 'rolled_back') return [];
  requireMove(state, 'ReleaseRolledBack');
  const keys = keysAfter(state, 'ReleaseRolledBack');
  return [{ type: 'ReleaseRolledBack', data: { keys, reason: data.reason, notes: data.notes ?? null } }];
};

export const reviewRelease: Decide<CommandOf<typeof ReviewRelease>> = ({ data }, state) => {
  requireMove(state, 'ReleaseReviewed');
  return [{ type: 'ReleaseReviewed', data: { keys: keysAfter(state, 'ReleaseReviewed'), notes: data.notes } }];
};

export const cancelRelease: Decide<CommandOf<typeof CancelRelease>> = ({ data }, state) => {
  if (state.status === 'canceled') return [];
  requireMove(state, 'ReleaseCanceled');
  return [{ type: 'ReleaseCanceled', data: { keys: keysAfter(state, 'ReleaseCanceled'), reason: data.reason } }];
};
