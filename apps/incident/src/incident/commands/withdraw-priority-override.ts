import {
  priorityIn,
  type CommandOf,
  type IncidentEvent,
  type WithdrawPriorityOverride,
  type MatrixInForce,
} from '@opsledger/contracts';
import { requireOpen } from '../guards';
import { keysOf, type KnownIncident } from '../incident-state';

type Command = CommandOf<typeof WithdrawPriorityOverride, MatrixInForce>;

export function withdrawPriorityOverride({ lookups }: Command, state: KnownIncident): IncidentEvent[] {
  const { overridden, priority: before, impact, urgency } = state.details;
  if (!overridden) return [];
  requireOpen(state, 'its priority is changed');
  const after = priorityIn(lookups.matrix, impact, urgency);
  return [
    {
      type: 'IncidentPriorityOverrideWithdrawn',
      data: { keys: keysOf(state, { priority: after }), priority: { before, after } },
    },
  ];
}
