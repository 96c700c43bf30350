import { isPermittedMove, type IncidentEvent, type IncidentState } from '@opsledger/contracts';
import { move, permits, possibleMoves as possibleIn, type Move, type Origins } from '@opsledger/event-sourcing';
import { moveNotPermitted } from './incident.errors';
import { isKnown, type Incident, type KnownIncident } from './incident-state';

/** The life cycle by its facts: every move of `INCIDENT_TRANSITIONS` has one, and none has another. */
export const MOVES = {
  IncidentWorkStarted: move('start', ['new'], 'in_progress'),
  IncidentPutOnHold: move('hold', ['in_progress'], 'on_hold'),
  IncidentResumed: move('resume', ['on_hold'], 'in_progress'),
  IncidentResolved: move('resolve', ['new', 'in_progress', 'on_hold'], 'resolved'),
  IncidentReopened: move('reopen', ['resolved'], 'in_progress'),
  IncidentClosed: move('close', ['resolved'], 'closed'),
  IncidentCanceled: move('cancel', ['new', 'in_progress', 'on_hold'], 'canceled'),
} as const satisfies Partial<Record<IncidentEvent['type'], Move<IncidentState, IncidentState>>>;

type MoveFact = keyof typeof MOVES;

const isMove = (type: IncidentEvent['type']): type is MoveFact => Object.hasOwn(MOVES, type);

/** Narrows the state to those the move may start from. Throws the refusal that names what is possible instead. */
export function requireMove<Type extends MoveFact>(
  state: KnownIncident,
  type: Type,
): asserts state is Extract<KnownIncident, { status: Origins<typeof MOVES, Type> }> {
  if (!permits(MOVES, type, state.status)) throw moveNotPermitted(state, MOVES[type].by, possibleMoves(state.status));
}

/** Commands that move an incident out of a state, with where they lead. */
export const possibleMoves = (from: IncidentState): readonly Move<IncidentState, IncidentState>[] =>
  possibleIn<IncidentState>(MOVES, from);

/** Why a fact cannot follow in our life cycle, though a source says that it did; nothing when it can. */
export function contradictionOf(state: Incident, type: IncidentEvent['type']): string | undefined {
  if (!isKnown(state)) return undefined;
  const before = state.status;
  if (type === 'IncidentHoldReasonChanged' && before !== 'on_hold')
    return `The source changes the hold reason of an incident that is ${before}; recorded as it says.`;
  if (!isMove(type)) return undefined;
  const { to } = MOVES[type];
  if (isPermittedMove(before, to) && permits(MOVES, type, before)) return undefined;
  return `The source goes from ${before} to ${to} (${type}), which is no move of the life cycle; recorded as it says.`;
}
