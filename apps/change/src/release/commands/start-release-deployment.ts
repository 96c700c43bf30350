import type { ChangeState, ChangeType, CommandOf, ReleaseEvent, StartReleaseDeployment } from '@opsledger/contracts';
import { changesNotReady, planIncomplete, type UnreadyChange } from '../release.errors';
import { keysOf, type KnownRelease } from '../release-state';
import { MOVES, requireMove } from '../transitions';

/** What is asked of a change before it goes out. */
export interface ReleasedChange {
  readonly id: string;
  readonly state: ChangeState;
  readonly type: ChangeType;
}

export interface StartReleaseDeploymentLookups {
  /** Those of its changes that are there. */
  readonly changes: readonly ReleasedChange[];
}

const NEEDED = ['environment', 'deploymentPlan', 'backOutPlan'] as const;
/** States a change reaches only once somebody has permitted it. */
const PERMITTED: readonly ChangeState[] = ['scheduled', 'implement', 'review', 'closed'];

/** Nothing is deployed without knowing where, how, and how to get back, nor what nobody has permitted. */
export function startReleaseDeployment(
  { lookups: { changes } }: CommandOf<typeof StartReleaseDeployment, StartReleaseDeploymentLookups>,
  state: KnownRelease,
): ReleaseEvent[] {
  if (state.status === 'deploying') return [];
  requireMove(state, 'ReleaseDeploymentStarted');
  const missing = NEEDED.filter((part) => state.plan[part] === null);
  if (missing.length > 0) throw planIncomplete(state, missing);
  const unready = unreadyOf(state, changes);
  if (unready.length > 0) throw changesNotReady(state, unready);
  const keys = keysOf(state, { state: MOVES.ReleaseDeploymentStarted.to });
  return [{ type: 'ReleaseDeploymentStarted', data: { keys } }];
}

function unreadyOf({ changes }: KnownRelease, known: readonly ReleasedChange[]): UnreadyChange[] {
  const byId = new Map(known.map((change) => [change.id, change]));
  return changes.flatMap((reference) => {
    const change = byId.get(reference.id);
    return change && isPermitted(change) ? [] : [{ ...reference, state: change?.state ?? null }];
  });
}

/** An emergency is approved afterwards. */
const isPermitted = ({ state, type }: ReleasedChange): boolean =>
  type === 'emergency' ? state !== 'canceled' : PERMITTED.includes(state);
