/**
 * The shapes of event sourcing as far as specs touch them. This library depends on no other of ours, so that every
 * other may use it in its specs.
 */

/** A fact by its type and what it says; where and when it was recorded is no concern of a decision. */
export interface DomainEvent {
  readonly type: string;
  readonly data: object;
}

/** Who gives a command: a person, a program with a token, or a process of the suite. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly kind: 'person' | 'service' | 'process';
}

/**
 * A command as decisions get it, with the answers to what they need to know beyond the record; `now` is ISO 8601 UTC.
 */
export interface Command<Type extends string = string, Data = unknown, Lookups = unknown> {
  readonly type: Type;
  readonly id: string;
  readonly data: Data;
  readonly now: string;
  readonly actor: Actor;
  readonly roles?: readonly string[];
  readonly lookups: Lookups;
}

/** An event, and where it differs from its command. */
export type Fact<Event> = Event & {
  readonly id?: string;
  readonly occurredAt?: string;
  readonly actor?: Actor;
  readonly imported?: object;
};

/** A kind of record: its fold and its decisions, by the type of the command. */
export interface Aggregate<State, Event extends DomainEvent> {
  readonly category: string;
  readonly initial: State;
  readonly evolve: (state: State, event: Event) => State;
  readonly decisions: Readonly<Record<string, (command: any, state: State) => unknown>>;
}

/** A decision's no: a stable code, words with a remedy, and what they speak of. */
export interface Refusal extends Error {
  readonly code: string;
  readonly detail: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** By its name, since this library knows no class of ours; anything else thrown is a fault. */
export const isRefusal = (error: unknown): error is Refusal => error instanceof Error && error.name === 'Refusal';
