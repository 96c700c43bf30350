import type { DomainEvent } from '@opsledger/event-store';
import type { Command, Fact } from './command';

/**
 * One decision: facts or a thrown `Refusal`. Pure; never mutates the state it is given.
 * An empty list means the command asks for what is already so.
 */
export type Decision<State, Event extends DomainEvent, C extends Command = Command> = (
  command: C,
  state: State,
) => Fact<Event> | readonly Fact<Event>[];

/** A kind of record: how its events fold into state and which commands it decides. */
export interface Aggregate<State = unknown, Event extends DomainEvent = DomainEvent> {
  /** Stream prefix; no dashes. */
  readonly category: string;
  /** What people call such a record, before its number or id; the category unless told. */
  readonly called?: string;
  readonly initial: State;
  /** Accepts every recorded fact and never refuses. */
  readonly evolve: (state: State, event: Event) => State;
  readonly decisions: Readonly<Record<string, Decision<State, Event, any>>>;
}

/** Keeps the types of an aggregate together; returns it unchanged. */
export const aggregate = <State, Event extends DomainEvent>(
  definition: Aggregate<State, Event>,
): Aggregate<State, Event> => definition;
