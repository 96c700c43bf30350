import type { CloseResolvedIncident, CommandOf, IncidentEvent } from '@opsledger/contracts';
import { isAcceptedMajor, keysOf, type KnownIncident } from '../incident-state';

/** Only the last resolution counts down; one that became a major incident meanwhile waits for its review. */
export const closeResolvedIncident = (
  { data }: CommandOf<typeof CloseResolvedIncident>,
  state: KnownIncident,
): IncidentEvent[] =>
  state.status === 'resolved' && state.resolution.count === data.resolution && !isAcceptedMajor(state)
    ? [{ type: 'IncidentClosed', data: { keys: keysOf(state, { state: 'closed' }), automatic: true } }]
    : [];
