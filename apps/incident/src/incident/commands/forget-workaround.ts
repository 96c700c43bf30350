import type { CommandOf, ForgetWorkaround, IncidentEvent } from '@opsledger/contracts';
import { keysOf, type KnownIncident } from '../incident-state';

/** Also of one that has ended, which may be reopened. One that was offered none, or another since, records nothing. */
export function forgetWorkaround(
  { data: { problem, workaroundRevision, reason } }: CommandOf<typeof ForgetWorkaround>,
  state: KnownIncident,
): IncidentEvent[] {
  if (state.details.workarounds[problem.id] !== workaroundRevision) return [];
  const data = { keys: keysOf(state), problem, workaroundRevision, reason };
  return [{ type: 'IncidentWorkaroundWithdrawn', data }];
}
