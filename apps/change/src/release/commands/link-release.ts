import type { CommandOf, LinkRelease, Reference, ReleaseEvent, UnlinkRelease } from '@opsledger/contracts';
import { changeUnknown, releaseEnded } from '../release.errors';
import { keysOf, type KnownRelease } from '../release-state';

/** The change as it is called; null: there is none. */
export interface LinkReleaseLookups {
  readonly change: Reference | null;
}

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
  return [{ type: 'ReleaseLinked', data: { keys: keysOf(state), kind, target: change } }];
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
