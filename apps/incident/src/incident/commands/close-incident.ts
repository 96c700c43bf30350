import type { CloseIncident, CommandOf, IncidentEvent } from '@opsledger/contracts';
import { reviewRequired } from '../incident.errors';
import { isAcceptedMajor, keysOf, type KnownIncident } from '../incident-state';
import { requireMove } from '../transitions';

export function closeIncident(_command: CommandOf<typeof CloseIncident>, state: KnownIncident): IncidentEvent[] {
  if (state.status === 'closed') return [];
  requireMove(state, 'IncidentClosed');
  if (isAcceptedMajor(state) && !state.details.major?.reviewed) throw reviewRequired(state.number);
  return [{ type: 'IncidentClosed', data: { keys: keysOf(state, { state: 'closed' }), automatic: false } }];
}
