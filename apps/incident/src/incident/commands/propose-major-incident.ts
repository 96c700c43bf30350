import type { CommandOf, IncidentEvent, ProposeMajorIncident } from '@opsledger/contracts';
import { requireNotEnded } from '../guards';
import { keysOf, type KnownIncident } from '../incident-state';
import { requireMajorStep } from '../major-incident';

export function proposeMajorIncident(
  { data }: CommandOf<typeof ProposeMajorIncident>,
  state: KnownIncident,
): IncidentEvent[] {
  if (state.details.major?.state === 'candidate') return [];
  requireNotEnded(state, 'it becomes a major incident');
  requireMajorStep(state, 'propose');
  return [{ type: 'MajorIncidentProposed', data: { keys: keysOf(state), justification: data.justification } }];
}
