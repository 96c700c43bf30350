import { addBusinessDays } from '@opsledger/business-time';
import type { AutoClose, IncidentEvent, Reference } from '@opsledger/contracts';
import { isAcceptedMajor, keysOf, type KnownIncident, type OpenIncident } from './incident-state';

/** When resolved incidents close by themselves. */
export interface AutoCloseLookups {
  readonly autoClose: AutoClose;
}

type IncidentResolved = Extract<IncidentEvent, { type: 'IncidentResolved' }>;

interface Ending {
  readonly code: string;
  readonly notes: string | null;
  readonly knowledge: Reference | null;
  readonly withParent: Reference | null;
}

/** The resolution as a fact: which one it is, when it closes, and whom it takes along. */
export function resolved(state: OpenIncident, ending: Ending, at: string, autoClose: AutoClose): IncidentResolved {
  const children = state.details.links.filter(({ kind }) => kind === 'child').map(({ target }) => target);
  return {
    type: 'IncidentResolved',
    data: {
      keys: keysOf(state, { state: 'resolved' }),
      ...ending,
      resolution: state.details.resolutions + 1,
      closesAt: closesAt(state, at, autoClose),
      ...(children.length > 0 && { children }),
    },
  };
}

/** Major incidents wait for their review and never close by themselves. */
const closesAt = (state: KnownIncident, at: string, { businessDays, zone }: AutoClose): string | null =>
  isAcceptedMajor(state) ? null : addBusinessDays(at, businessDays, { zone });
