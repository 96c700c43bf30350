import { deepFreeze } from './deep-freeze';
import { isRefusal, type Aggregate, type Command, type DomainEvent, type Fact, type Refusal } from './shapes';

/** A history, on which a command is decided. */
export interface Given<Event extends DomainEvent> {
  /** Decides at once; what came of it is asserted next. */
  when<C extends Command>(command: C): Outcome<Event>;
}

/** What a command came to; each throws when it came to something else. */
export interface Outcome<Event extends DomainEvent> {
  /** Exactly these facts, in this order, with nothing they do not say. */
  then(...facts: Fact<Event>[]): void;
  /** Refused under this code; answers the refusal, so that its detail and facts can be looked at. */
  thenRefused(code: string): Refusal;
  /** Neither facts nor a refusal: it was so already. */
  thenNothing(): void;
}

/**
 * `given(incident, ...history).when(command(...)).then(...facts)`.
 *
 * State, history and command are frozen, so a decision or a fold that mutates them fails here.
 */
export function given<State, Event extends DomainEvent>(
  aggregate: Aggregate<State, Event>,
  ...history: readonly NoInfer<Event>[]
): Given<Event> {
  const state = history.reduce(
    (state, event) => deepFreeze(aggregate.evolve(state, deepFreeze(event))),
    deepFreeze(aggregate.initial),
  );
  return { when: (command) => outcomeOf(() => decide(aggregate, deepFreeze(command), state)) };
}

function decide<State, Event extends DomainEvent>(
  { category, decisions }: Aggregate<State, Event>,
  command: Command,
  state: State,
): readonly Fact<Event>[] {
  const decision = decisions[command.type];
  if (!decision) throw new Error(`${category} has no decision for ${command.type}; it has ${Object.keys(decisions)}.`);
  return [decision(command, state)].flat() as Fact<Event>[];
}

function outcomeOf<Event extends DomainEvent>(run: () => readonly Fact<Event>[]): Outcome<Event> {
  const { facts, refusal } = attempt(run);
  return {
    then(...expected) {
      if (refusal) throw new Error(`Refused with ${describe(refusal)} instead of deciding ${typesOf(expected)}.`);
      expect(facts).toEqual(expected);
    },
    thenRefused(code) {
      if (!refusal) throw new Error(`Decided ${typesOf(facts)} instead of refusing with ${code}.`);
      if (refusal.code !== code) throw new Error(`Refused with ${describe(refusal)} instead of ${code}.`);
      return refusal;
    },
    thenNothing() {
      if (refusal) throw new Error(`Refused with ${describe(refusal)} instead of doing nothing.`);
      expect(facts).toEqual([]);
    },
  };
}

/** Only a refusal is an outcome; any other error is a fault of the decision and fails the spec as it is. */
function attempt<Event extends DomainEvent>(
  run: () => readonly Fact<Event>[],
): { facts: readonly Fact<Event>[]; refusal?: Refusal } {
  try {
    return { facts: run() };
  } catch (error) {
    if (isRefusal(error)) return { facts: [], refusal: error };
    throw error;
  }
}

const typesOf = (facts: readonly DomainEvent[]) => facts.map(({ type }) => type).join(', ') || 'nothing';
const describe = ({ code, detail }: Refusal) => `${code} (${detail})`;
