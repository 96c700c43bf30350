import type { CommandOf, IncidentEvent, ResolveIncident } from '@opsledger/contracts';
import { duplicateNotLinked } from '../incident.errors';
import type { KnownIncident } from '../incident-state';
import { resolved, type AutoCloseLookups } from '../resolved';
import { requireMove } from '../transitions';

type Command = CommandOf<typeof ResolveIncident, AutoCloseLookups>;

export function resolveIncident({ data, now, lookups }: Command, state: KnownIncident): IncidentEvent[] {
  const { code, notes, knowledge = null } = data;
  const isSaid = state.status === 'resolved' && state.resolution.code === code && state.resolution.notes === notes;
  if (isSaid) return [];
  requireMove(state, 'IncidentResolved');
  if (code === 'duplicate' && !state.details.links.some(({ kind }) => kind === 'duplicate_of'))
    throw duplicateNotLinked(state.number);
  return [resolved(state, { code, notes, knowledge, withParent: null }, now, lookups.autoClose)];
}
