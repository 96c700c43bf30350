/**
 * The shapes of event sourcing as far as specs touch them. This library depends on no other of ours, so that every
 * other may use it in its specs.
 */

export interface DomainEvent {
  readonly type: string;
  readonly data: object;
}

export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly kind: 'person' | 'service' | 'process';
}

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

export interface Aggregate<State, Event extends DomainEvent> {
  readonly category: string;
  readonly initial: State;
  readonly evolve: (state: State, event: Event) => State;
  readonly decisions: Readonly<Record<string, (command: any, state: State) => unknown>>;
}

export interface Refusal extends Error {
  readonly code: string;
  readonly detail: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export const isRefusal = (error: unknown): error is Refusal => error instanceof Error && error.name === 'Refusal';
