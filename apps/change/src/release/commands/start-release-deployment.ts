import type { CommandOf, ReleaseEvent, StartReleaseDeployment } from '@opsledger/contracts';
import { isPermitted, type ReleasedChange } from '../permitted';
import { changesNotReady, planIncomplete, type UnreadyChange } from '../release.errors';
import { keysOf, type KnownRelease } from '../release-state';
import { MOVES, requireMove } from '../transitions';

export interface StartReleaseDeploymentLookups {
  /** Those of its changes that are there. */
  readonly changes: readonly ReleasedChange[];
}

const NEEDED = ['environment', 'deploymentPlan', 'backOutPlan'] as const;
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
