import type { CommandOf, IncidentEvent, OverrideIncidentPriority } from '@opsledger/contracts';
import { requireOpen } from '../guards';
import { keysOf, type KnownIncident } from '../incident-state';

export function overrideIncidentPriority(
  { data }: CommandOf<typeof OverrideIncidentPriority>,
  state: KnownIncident,
): IncidentEvent[] {
  requireOpen(state, 'its priority is overridden');
  const before = state.details.priority;
  if (before === data.priority) return [];
  return [
    {
      type: 'IncidentPriorityOverridden',
      data: {
        keys: keysOf(state, { priority: data.priority }),
        priority: { before, after: data.priority },
        reason: data.reason,
      },
    },
  ];
}
