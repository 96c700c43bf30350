import type { CommandOf, IncidentEvent, StartIncident } from '@opsledger/contracts';
import { keysOf, type KnownIncident } from '../incident-state';
import { requireMove } from '../transitions';

export function startIncident(_command: CommandOf<typeof StartIncident>, state: KnownIncident): IncidentEvent[] {
  if (state.status === 'in_progress') return [];
  requireMove(state, 'IncidentWorkStarted');
  return [{ type: 'IncidentWorkStarted', data: { keys: keysOf(state, { state: 'in_progress' }) } }];
}
