import type { CommandOf, IncidentEvent, ReopenIncident } from '@opsledger/contracts';
import { requireOwn } from '../guards';
import { keysOf, type KnownIncident } from '../incident-state';
import { requireMove } from '../transitions';

export function reopenIncident(command: CommandOf<typeof ReopenIncident>, state: KnownIncident): IncidentEvent {
  requireOwn(command, state);
  requireMove(state, 'IncidentReopened');
  const keys = keysOf(state, { state: 'in_progress' });
  return { type: 'IncidentReopened', data: { keys, reason: command.data.reason } };
}
