import type { CommandOf, IncidentEvent, ResolveChildIncident } from '@opsledger/contracts';
import { isOpen, type KnownIncident, type Resolution } from '../incident-state';
import { resolved, type AutoCloseLookups } from '../resolved';

export interface ResolveChildIncidentLookups extends AutoCloseLookups {
  /** How the parent was resolved; null when it is open again, or never was. */
  readonly resolution: Pick<Resolution, 'code' | 'notes'> | null;
}

type Command = CommandOf<typeof ResolveChildIncident, ResolveChildIncidentLookups>;

/** Between the parent's resolution and this order people may have parted the two, or settled the child. */
export function resolveChildIncident(
  { data: { parent }, now, lookups }: Command,
  state: KnownIncident,
): IncidentEvent[] {
  const isChild = state.details.links.some(({ kind, target }) => kind === 'parent' && target.id === parent.id);
  if (!isOpen(state) || !isChild || !lookups.resolution) return [];
  const { code, notes } = lookups.resolution;
  return [resolved(state, { code, notes, knowledge: null, withParent: parent }, now, lookups.autoClose)];
}
