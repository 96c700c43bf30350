import type { Actor, Provenance } from '@opsledger/event-store';

/**
 * An order to one record, with everything its decision may need: time, actor and the answers to
 * lookups come in with it, so that a retry or a test decides the same.
 */
export interface Command<Type extends string = string, Data = unknown, Lookups = unknown> {
  readonly type: Type;
  /** Id of the record it is addressed to. */
  readonly id: string;
  readonly data: Data;
  /** When it happened, ISO 8601 UTC; the present, unless history is being recorded late. */
  readonly now: string;
  readonly actor: Actor;
  /** Roles the actor acts in. Absent for a process; for anybody else absent means none. */
  readonly roles?: readonly string[];
  readonly lookups: Lookups;
}

/** What an event says unless the fact itself says otherwise: imports carry times and authors of their own. */
export interface FactOverrides {
  readonly id?: string;
  readonly occurredAt?: string;
  readonly actor?: Actor;
  readonly imported?: Provenance;
}

/** A decision's answer: the event, and where it differs from its command, when and by whom. */
export type Fact<E> = E & FactOverrides;
