import {
  priorityIn,
  type AssessIncident,
  type CommandOf,
  type IncidentEvent,
  type MatrixInForce,
} from '@opsledger/contracts';
import { requireOpen } from '../guards';
import { keysOf, type KnownIncident } from '../incident-state';

type Command = CommandOf<typeof AssessIncident, MatrixInForce>;

export function assessIncident({ data, lookups }: Command, state: KnownIncident): IncidentEvent[] {
  requireOpen(state, 'it is assessed');
  const { impact, urgency, priority, overridden } = state.details;
  if (impact === data.impact && urgency === data.urgency) return [];
  const after = overridden ? priority : priorityIn(lookups.matrix, data.impact, data.urgency);
  return [
    {
      type: 'IncidentAssessed',
      data: {
        keys: keysOf(state, { priority: after }),
        impact: { before: impact, after: data.impact },
        urgency: { before: urgency, after: data.urgency },
        priority: { before: priority, after },
        matrixVersion: lookups.matrixVersion,
      },
    },
  ];
}
