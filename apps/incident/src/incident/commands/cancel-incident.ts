import type { CancelIncident, CommandOf, IncidentEvent } from '@opsledger/contracts';
import { keysOf, type KnownIncident } from '../incident-state';
import { requireMove } from '../transitions';

export function cancelIncident({ data }: CommandOf<typeof CancelIncident>, state: KnownIncident): IncidentEvent[] {
  if (state.status === 'canceled') return [];
  requireMove(state, 'IncidentCanceled');
  return [{ type: 'IncidentCanceled', data: { keys: keysOf(state, { state: 'canceled' }), reason: data.reason } }];
}
