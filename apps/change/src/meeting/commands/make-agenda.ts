import type { CabMeetingEvent, CommandOf, MakeCabAgenda, Reference } from '@opsledger/contracts';
import { requirePlanned } from '../guards';
import type { KnownMeeting } from '../meeting-state';

export interface MakeAgendaLookups {
  /** Changes that wait to be decided about. */
  readonly due: readonly Reference[];
}

export function makeAgenda(
  { data, lookups: { due } }: CommandOf<typeof MakeCabAgenda, MakeAgendaLookups>,
  state: KnownMeeting,
): CabMeetingEvent[] {
  requirePlanned(state);
  const added = due.filter(({ id }) => !state.agenda.some(({ change }) => change.id === id));
  if (added.length === 0) return [];
  return [{ type: 'CabAgendaMade', data: { keys: state.keys, before: new Date(data.before).toISOString(), added } }];
}
