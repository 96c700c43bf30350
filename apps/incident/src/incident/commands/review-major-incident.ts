import type { CommandOf, IncidentEvent, ReviewMajorIncident } from '@opsledger/contracts';
import { reviewTooEarly } from '../incident.errors';
import { keysOf, type KnownIncident } from '../incident-state';
import { requireMajorStep } from '../major-incident';
import { possibleMoves } from '../transitions';

/** Also of a closed one, to put right what was said. */
export function reviewMajorIncident(
  { data }: CommandOf<typeof ReviewMajorIncident>,
  state: KnownIncident,
): IncidentEvent {
  requireMajorStep(state, 'review');
  if (state.status !== 'resolved' && state.status !== 'closed')
    throw reviewTooEarly(state, possibleMoves(state.status));
  const { summary, causes = null, actions = [] } = data;
  return { type: 'MajorIncidentReviewed', data: { keys: keysOf(state), summary, causes, actions } };
}
