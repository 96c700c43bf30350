import type { CommandOf, EscalateIncident, IncidentEvent } from '@opsledger/contracts';
import { requireOpen } from '../guards';
import { keysOf, type KnownIncident } from '../incident-state';

/** Each call for help is a fact of its own, also the same call made again. */
export function escalateIncident({ data }: CommandOf<typeof EscalateIncident>, state: KnownIncident): IncidentEvent {
  requireOpen(state, 'it is escalated');
  const { kind, to = null, reason } = data;
  return { type: 'IncidentEscalated', data: { keys: keysOf(state), kind, to, reason } };
}
