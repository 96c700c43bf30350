import { Refusal } from './refusal';

/** One kind of move between states of a record: the command that does it, from where, to where. */
export interface Move<From extends string = string, To extends string = string> {
  /** The command that does it, as people write it: `resolve`. */
  readonly by: string;
  readonly from: readonly From[];
  readonly to: To;
}

/** A life cycle by its facts: event type → the move it is. Auditors read it, tests enumerate it. */
export type LifeCycle<State extends string = string> = Readonly<Record<string, Move<State, State>>>;

/** States a kind of move may start from. */
export type Origins<Moves extends LifeCycle, Type extends keyof Moves> = Moves[Type]['from'][number];

/** What a refusal needs to know of a record that has states. */
export interface Standing {
  readonly number: string;
  readonly status: string;
}

/** A move: the command that does it as people write it (`resolve`), the states it starts from, the one it leads to. */
export const move = <const From extends string, const To extends string>(
  by: string,
  from: readonly From[],
  to: To,
): Move<From, To> => ({ by, from, to });

/** Moves that are possible from a state, each once, in the order of the table. */
export function possibleMoves<State extends string>(
  moves: Readonly<Record<string, Move<State, State>>>,
  from: string,
): readonly Move<State, State>[] {
  return Object.values(moves).filter((it) => (it.from as readonly string[]).includes(from));
}

/** Whether a fact of this type may follow in this state. */
export const permits = <Moves extends LifeCycle>(moves: Moves, type: keyof Moves & string, status: string): boolean =>
  moves[type]!.from.includes(status);

/**
 * Narrows a state to those from which the move may start.
 *
 * @throws Refusal `move-not-permitted` that names the record, its state and what is possible instead
 */
export function requireMove<State extends Standing, Moves extends LifeCycle, Type extends keyof Moves & string>(
  moves: Moves,
  state: State,
  type: Type,
  /** What to do about a record that has ended, e.g. `Log a new problem and link it.` */
  whenEnded = 'It has ended.',
  /** What was asked for, where it is not the move itself but belongs to its state. */
  asked = moves[type]!.by,
): asserts state is Extract<State, { status: Origins<Moves, Type> }> {
  if (permits(moves, type, state.status)) return;
  const possible = possibleMoves(moves, state.status);
  const remedy = possible.length
    ? `Possible now: ${possible.map(({ by, to }) => `${by} (→ ${to})`).join(', ')}.`
    : whenEnded;
  throw new Refusal('move-not-permitted', `${state.number} is ${state.status}: ${asked} is not possible. ${remedy}`, {
    state: state.status,
    possible: [...new Set(possible.map(({ to }) => to))],
  });
}
