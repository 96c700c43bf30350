import type { CabMeetingEvent, CommandOf, RecordCabDecision, Reference } from '@opsledger/contracts';
import { requirePlanned } from '../guards';
import { changeUndecided, notOnAgenda } from '../meeting.errors';
import type { KnownMeeting } from '../meeting-state';

export interface DecisionLookups {
  /** The change as it is named, and what its approval rule says now. */
  readonly change: {
    readonly reference: Reference;
    readonly verdict: 'pending' | 'approved' | 'rejected' | null;
  } | null;
}

export function recordDecision(
  { data, lookups: { change } }: CommandOf<typeof RecordCabDecision, DecisionLookups>,
  state: KnownMeeting,
): CabMeetingEvent[] {
  requirePlanned(state);
  const item = state.agenda.find((it) => it.change.id === change?.reference.id);
  if (!change || !item) throw notOnAgenda(state, data.change);
  const decision = data.deferred ? 'deferred' : change.verdict;
  if (decision !== 'deferred' && decision !== 'approved' && decision !== 'rejected')
    throw changeUndecided(change.reference);
  if (item.decision === decision) return [];
  const note = data.note ?? null;
  return [{ type: 'CabDecisionRecorded', data: { keys: state.keys, change: item.change, decision, note } }];
}
