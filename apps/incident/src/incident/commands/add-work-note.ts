import type { AddWorkNote, CommandOf, IncidentEvent } from '@opsledger/contracts';
import { keysOf, type KnownIncident } from '../incident-state';

/** Also on an incident that has ended: what is learned later belongs to its record. */
export const addWorkNote = ({ data }: CommandOf<typeof AddWorkNote>, state: KnownIncident): IncidentEvent => ({
  type: 'IncidentWorkNoted',
  data: { keys: keysOf(state), body: data.body },
});
