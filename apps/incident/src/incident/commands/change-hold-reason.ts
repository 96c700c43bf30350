import type { ChangeHoldReason, CommandOf, IncidentEvent } from '@opsledger/contracts';
import { incidentNotOnHold, resumeTimePassed } from '../incident.errors';
import { keysOf, type KnownIncident } from '../incident-state';
import { instant } from '../instants';
import { possibleMoves } from '../transitions';

export function changeHoldReason(
  { data, now }: CommandOf<typeof ChangeHoldReason>,
  state: KnownIncident,
): IncidentEvent[] {
  if (state.status !== 'on_hold') throw incidentNotOnHold(state, possibleMoves(state.status));
  const { hold } = state;
  const resumeAt = data.resumeAt === undefined ? hold.resumeAt : instant(data.resumeAt);
  if (data.reason === hold.reason && resumeAt === hold.resumeAt) return [];
  if (resumeAt !== null && resumeAt !== hold.resumeAt && resumeAt <= instant(now))
    throw resumeTimePassed(state.number, resumeAt);
  return [
    {
      type: 'IncidentHoldReasonChanged',
      data: {
        keys: keysOf(state),
        reason: { before: hold.reason, after: data.reason },
        note: data.note ?? null,
        resumeAt: { before: hold.resumeAt, after: resumeAt },
      },
    },
  ];
}
