import type { CommandOf, IncidentEvent, ResumeHeldIncident } from '@opsledger/contracts';
import type { KnownIncident } from '../incident-state';
import { instant } from '../instants';
import { resumed } from '../resumed';

/** Whoever resumed it meanwhile, or set another time, has decided: then the old time means nothing. */
export const resumeHeldIncident = (
  { data }: CommandOf<typeof ResumeHeldIncident>,
  state: KnownIncident,
): IncidentEvent[] =>
  state.status === 'on_hold' && state.hold.resumeAt === instant(data.resumeAt)
    ? [resumed(state, 'resume_time_reached')]
    : [];
