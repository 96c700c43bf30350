import type { AcknowledgeIncident, CommandOf, IncidentEvent } from '@opsledger/contracts';
import { requireOpen } from '../guards';
import { keysOf, type KnownIncident } from '../incident-state';

export function acknowledgeIncident(
  { data }: CommandOf<typeof AcknowledgeIncident>,
  state: KnownIncident,
): IncidentEvent[] {
  if (state.details.acknowledged) return [];
  requireOpen(state, 'it is acknowledged');
  return [{ type: 'IncidentAcknowledged', data: { keys: keysOf(state), automatic: data.automatic ?? false } }];
}
