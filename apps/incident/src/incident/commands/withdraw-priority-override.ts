import { priorityIn, type CommandOf, type IncidentEvent, type WithdrawPriorityOverride } from '@opsledger/contracts';
import { requireOpen } from '../guards';
import { keysOf, type KnownIncident } from '../incident-state';
import type { MatrixLookups } from '../matrix-lookups';

type Command = CommandOf<typeof WithdrawPriorityOverride, MatrixLookups>;

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
