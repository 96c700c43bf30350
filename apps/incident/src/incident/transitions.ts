import { isPermittedMove, type IncidentEvent, type IncidentState } from '@opsledger/contracts';
import { moveNotPermitted } from './incident.errors';
import type { KnownIncident } from './incident-state';

interface Move<From extends IncidentState> {
  readonly from: readonly From[];
  readonly to: IncidentState;
  /** The command that does it. */
  readonly by: string;
}

const move = <const From extends IncidentState>(by: string, from: readonly From[], to: IncidentState): Move<From> => ({
  by,
  from,
  to,
});

/** The life cycle by its facts: every move of `INCIDENT_TRANSITIONS` has one, and none has another. */
export const MOVES = {
  IncidentWorkStarted: move('start', ['new'], 'in_progress'),
  IncidentPutOnHold: move('hold', ['in_progress'], 'on_hold'),
  IncidentResumed: move('resume', ['on_hold'], 'in_progress'),
  IncidentResolved: move('resolve', ['new', 'in_progress', 'on_hold'], 'resolved'),
  IncidentReopened: move('reopen', ['resolved'], 'in_progress'),
  IncidentClosed: move('close', ['resolved'], 'closed'),
  IncidentCanceled: move('cancel', ['new', 'in_progress', 'on_hold'], 'canceled'),
} as const satisfies Partial<Record<IncidentEvent['type'], Move<IncidentState>>>;

export type MoveFact = keyof typeof MOVES;
type Origins<Type extends MoveFact> = (typeof MOVES)[Type]['from'][number];

const isMove = (type: IncidentEvent['type']): type is MoveFact => Object.hasOwn(MOVES, type);

/** Narrows the state to those the move may start from. Throws the refusal that names what is possible instead. */
export function requireMove<Type extends MoveFact>(
  state: KnownIncident,
  type: Type,
): asserts state is Extract<KnownIncident, { status: Origins<Type> }> {
  if (!(MOVES[type].from as readonly IncidentState[]).includes(state.status))
    throw moveNotPermitted(state, MOVES[type].by, possibleMoves(state.status));
}

/** Commands that move an incident out of a state, with where they lead. */
export const possibleMoves = (from: IncidentState): readonly { by: string; to: IncidentState }[] =>
  Object.values(MOVES)
    .filter((it) => (it.from as readonly IncidentState[]).includes(from))
    .map(({ by, to }) => ({ by, to }));

/** Why a fact cannot follow in our life cycle, though a source says that it did; nothing when it can. */
export function contradictionOf(before: IncidentState, type: IncidentEvent['type']): string | undefined {
  if (type === 'IncidentHoldReasonChanged' && before !== 'on_hold')
    return `The source changes the hold reason of an incident that is ${before}; recorded as it says.`;
  if (!isMove(type)) return undefined;
  const { to, from } = MOVES[type];
  if (isPermittedMove(before, to) && (from as readonly IncidentState[]).includes(before)) return undefined;
  return `The source goes from ${before} to ${to} (${type}), which is no move of the life cycle; recorded as it says.`;
}
