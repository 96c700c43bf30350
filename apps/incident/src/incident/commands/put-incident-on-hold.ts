import type { CommandOf, IncidentEvent, PutIncidentOnHold } from '@opsledger/contracts';
import { resumeTimePassed } from '../incident.errors';
import { keysOf, type KnownIncident } from '../incident-state';
import { instant } from '../instants';
import { requireMove } from '../transitions';

export function putIncidentOnHold(
  { data, now }: CommandOf<typeof PutIncidentOnHold>,
  state: KnownIncident,
): IncidentEvent[] {
  const resumeAt = instant(data.resumeAt ?? null);
  if (state.status === 'on_hold' && state.hold.reason === data.reason && state.hold.resumeAt === resumeAt) return [];
  requireMove(state, 'IncidentPutOnHold');
  if (resumeAt !== null && resumeAt <= instant(now)) throw resumeTimePassed(state.number, resumeAt);
  return [
    {
      type: 'IncidentPutOnHold',
      data: { keys: keysOf(state, { state: 'on_hold' }), reason: data.reason, note: data.note ?? null, resumeAt },
    },
  ];
}
