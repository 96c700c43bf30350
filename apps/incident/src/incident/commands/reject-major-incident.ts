import type { CommandOf, IncidentEvent, RejectMajorIncident } from '@opsledger/contracts';
import { keysOf, type KnownIncident } from '../incident-state';
import { requireMajorStep } from '../major-incident';

export function rejectMajorIncident(
  { data }: CommandOf<typeof RejectMajorIncident>,
  state: KnownIncident,
): IncidentEvent[] {
  if (state.details.major?.state === 'rejected') return [];
  requireMajorStep(state, 'reject');
  return [{ type: 'MajorIncidentRejected', data: { keys: keysOf(state), reason: data.reason } }];
}
