import type { CommandOf, LinkRelease, Reference, ReleaseEvent, UnlinkRelease } from '@opsledger/contracts';
import { changeUnknown, changeUnnamed, releaseEnded } from '../release.errors';
import { keysOf, type KnownRelease } from '../release-state';

/** The change as its keeper knows it; `nobody-knows`: nobody keeps changes, so the name that was given counts. */
export interface LinkReleaseLookups {
  readonly change: Reference | 'nobody-knows' | null;
}

type Command = CommandOf<typeof LinkRelease, LinkReleaseLookups>;

function requireNotEnded(state: KnownRelease): void {
  if (state.status === 'reviewed' || state.status === 'rolled_back' || state.status === 'canceled')
    throw releaseEnded(state);
}

export function linkRelease(command: Command, state: KnownRelease): ReleaseEvent[] {
  requireNotEnded(state);
  const target = targetOf(command);
  if (state.changes.some(({ id }) => id === target.id)) return [];
  return [{ type: 'ReleaseLinked', data: { keys: keysOf(state), kind: command.data.kind, target } }];
}

function targetOf({ data: { kind, target }, lookups: { change } }: Command): Reference {
  if (change === null) throw changeUnknown(kind, target.id);
  if (change !== 'nobody-knows') return change;
  if (target.name === undefined) throw changeUnnamed(kind, target.id);
  return { id: target.id, name: target.name };
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
