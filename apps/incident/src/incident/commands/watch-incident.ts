import type { CommandOf, IncidentEvent, WatchIncident } from '@opsledger/contracts';
import { keysOf, type KnownIncident } from '../incident-state';

export function watchIncident({ data, actor }: CommandOf<typeof WatchIncident>, state: KnownIncident): IncidentEvent[] {
  const person = data.person ?? { id: actor.id, name: actor.name };
  if (state.details.watchers.some(({ id }) => id === person.id)) return [];
  return [{ type: 'IncidentWatched', data: { keys: keysOf(state), person } }];
}
