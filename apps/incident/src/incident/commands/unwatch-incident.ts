import type { CommandOf, IncidentEvent, UnwatchIncident } from '@opsledger/contracts';
import { keysOf, type KnownIncident } from '../incident-state';

export function unwatchIncident(
  { data, actor }: CommandOf<typeof UnwatchIncident>,
  state: KnownIncident,
): IncidentEvent[] {
  const personId = data.personId ?? actor.id;
  const person = state.details.watchers.find(({ id }) => id === personId);
  return person ? [{ type: 'IncidentUnwatched', data: { keys: keysOf(state), person } }] : [];
}
