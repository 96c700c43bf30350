import type { IncidentEvent } from '@opsledger/contracts';
import { keysOf, type IncidentOnHold } from './incident-state';

type IncidentResumed = Extract<IncidentEvent, { type: 'IncidentResumed' }>;

export const resumed = (state: IncidentOnHold, because: IncidentResumed['data']['because']): IncidentResumed => ({
  type: 'IncidentResumed',
  data: { keys: keysOf(state, { state: 'in_progress' }), heldFor: state.hold.reason, because },
});
