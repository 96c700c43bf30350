import type { CommandOf, LinkRelease, Reference, ReleaseEvent, UnlinkRelease } from '@opsledger/contracts';
import { isPermitted, type ReleasedChange } from '../permitted';
import { changeNotReady, changeUnknown, releaseEnded } from '../release.errors';
import { keysOf, type KnownRelease } from '../release-state';

export interface LinkReleaseLookups {
  /** Null: there is none. */
  readonly change: (Reference & ReleasedChange) | null;
}

/** What is linked from then on goes out at once. */
const isGoingOut = ({ status }: KnownRelease): boolean => status === 'deploying' || status === 'deployed';

function requireNotEnded(state: KnownRelease): void {
  if (state.status === 'reviewed' || state.status === 'rolled_back' || state.status === 'canceled')
    throw releaseEnded(state);
}

export function linkRelease(
  { data: { kind, target }, lookups: { change } }: CommandOf<typeof LinkRelease, LinkReleaseLookups>,
  state: KnownRelease,
): ReleaseEvent[] {
  requireNotEnded(state);
  if (!change) throw changeUnknown(kind, target.id);
  if (state.changes.some(({ id }) => id === change.id)) return [];
  if (isGoingOut(state) && !isPermitted(change)) throw changeNotReady(state, change);
  const { id, name } = change;
  return [{ type: 'ReleaseLinked', data: { keys: keysOf(state), kind, target: { id, name } } }];
}

export function unlinkRelease(
  { data: { kind, targetId } }: CommandOf<typeof UnlinkRelease>,
  state: KnownRelease,
): ReleaseEvent[] {
  const target = state.changes.find(({ id, name }) => id === targetId || name === targetId);
  if (!target) return [];
  requireNotEnded(state);
  return [{ type: 'ReleaseUnlinked', data: { keys: keysOf(state), kind, target } }];
}
