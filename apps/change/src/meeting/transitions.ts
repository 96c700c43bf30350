import { move, requireMove as requireIn, type Standing } from '@opsledger/event-sourcing';

/** The life cycle by its facts. */
export const MOVES = {
  CabMeetingHeld: move('hold', ['planned'], 'held'),
  CabMeetingCanceled: move('cancel', ['planned'], 'canceled'),
} as const;

/** Throws the refusal that names what is possible instead. */
export const requireMove = (state: Standing, type: keyof typeof MOVES): void =>
  requireIn(MOVES, state, type, 'Schedule another meeting.');
