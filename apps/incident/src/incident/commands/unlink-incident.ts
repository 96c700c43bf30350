import type { CommandOf, IncidentEvent, UnlinkIncident } from '@opsledger/contracts';
import { keysOf, type KnownIncident } from '../incident-state';

export function unlinkIncident(
  { data: { kind, targetId } }: CommandOf<typeof UnlinkIncident>,
  state: KnownIncident,
): IncidentEvent[] {
  const link = state.details.links.find(
    ({ kind: its, target }) => its === kind && (target.id === targetId || target.name === targetId),
  );
  return link ? [{ type: 'IncidentUnlinked', data: { keys: keysOf(state), kind, target: link.target } }] : [];
}
