import type { CommandOf, IncidentEvent, NoteChildIncident } from '@opsledger/contracts';
import { isOpen, keysOf, type KnownIncident } from '../incident-state';

/** The parent's side of a `parent` link: it must know whom to take along when it is resolved. */
export function noteChildIncident(
  { data: { child, historic } }: CommandOf<typeof NoteChildIncident>,
  state: KnownIncident,
): IncidentEvent[] {
  const isNoted = state.details.links.some(({ kind, target }) => kind === 'child' && target.id === child.id);
  if (isNoted || (historic && !isOpen(state))) return [];
  return [{ type: 'IncidentLinked', data: { keys: keysOf(state), kind: 'child', target: child } }];
}
