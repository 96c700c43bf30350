import type { CommandOf, ForgetChildIncident, IncidentEvent } from '@opsledger/contracts';
import { keysOf, type KnownIncident } from '../incident-state';

export const forgetChildIncident = (
  { data: { child } }: CommandOf<typeof ForgetChildIncident>,
  state: KnownIncident,
): IncidentEvent[] =>
  state.details.links.some(({ kind, target }) => kind === 'child' && target.id === child.id)
    ? [{ type: 'IncidentUnlinked', data: { keys: keysOf(state), kind: 'child', target: child } }]
    : [];
