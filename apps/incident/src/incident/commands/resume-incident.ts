import type { CommandOf, IncidentEvent, ResumeIncident } from '@opsledger/contracts';
import type { KnownIncident } from '../incident-state';
import { resumed } from '../resumed';
import { requireMove } from '../transitions';

export function resumeIncident(_command: CommandOf<typeof ResumeIncident>, state: KnownIncident): IncidentEvent[] {
  if (state.status === 'in_progress') return [];
  requireMove(state, 'IncidentResumed');
  return [resumed(state, 'manual')];
}
