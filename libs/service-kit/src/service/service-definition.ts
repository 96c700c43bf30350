import type { Role } from '@opsledger/contracts';
import type { Aggregate, Command, Process, Projection } from '@opsledger/event-sourcing';
import type { Actor, EventStore, Position } from '@opsledger/event-store';
import type { Kysely } from 'kysely';
import type { Services } from '../rpc/messages';
import type { Reservations } from './reservations';

/** What lookups and queries may use. */
export interface ServiceContext {
  readonly db: Kysely<any>;
  readonly store: EventStore;
  readonly services: Services;
  /** `next('INC')` → `INC0000042`; unique over all replicas, gaps allowed. */
  readonly numbers: { next(prefix: string): Promise<string> };
  readonly clock: () => Date;
  /**
   * A record by id or number: when it is missing, waits (bounded, once) until the projection has seen all that this
   * process knows of and loads it again, so that what was recorded a moment ago is found.
   */
  found<Row>(projection: string, load: () => Promise<Row | null | undefined>): Promise<Row | undefined>;
}

/** What a lookup may use. */
export interface LookupContext extends ServiceContext {
  /**
   * Waits (bounded) until the projection has seen all that is in the log, whichever process recorded it.
   *
   * @throws Problem 503 when it has not by then
   */
  caughtUp(projection: string): Promise<void>;
}

/** Fetches what a decision needs to know beyond its own record, before it decides. */
export type Lookup<Answers = unknown> = (command: Omit<Command, 'lookups'>, context: LookupContext) => Promise<Answers>;

/** What a query may use, and who asks it. */
export interface QueryContext extends ServiceContext {
  readonly actor: Actor;
  /** Roles the actor asks in. Absent for a process; for anybody else absent means the least: a requester. */
  readonly roles?: readonly Role[];
  /** Waits (bounded) until the named projection has reached the position the client gave, if it gave one. */
  upToDate(projection: string): Promise<void>;
  /**
   * A row of a view by its key, as readers see it now: kept from earlier questions as long as this process knows that it does
   * not change. It is shared, and must not be changed.
   */
  kept<Row>(projection: string, key: string, load: () => Promise<Row>): Promise<Row>;
  readonly position?: Position;
}

/** Answers a query whose parameters fit their schema; rejects with a `Problem` where it cannot. */
export type QueryHandler<Params = any, Result = unknown> = (params: Params, context: QueryContext) => Promise<Result>;

/** How a refusal's code is told over HTTP. */
export interface ProblemKind {
  readonly status: 400 | 403 | 404 | 409 | 412 | 422;
  readonly title: string;
}

/** One service: the same shape for all of them. */
export interface ServiceDefinition {
  readonly name: string;
  readonly aggregates: readonly Aggregate<any, any>[];
  /** By command name. */
  readonly lookups?: Readonly<Record<string, Lookup>>;
  /** By command name; what only one record may have. */
  readonly reservations?: Readonly<Record<string, Reservations>>;
  readonly projections: readonly Projection[];
  readonly processes: readonly Process[];
  /** By query name. */
  readonly queries: Readonly<Record<string, QueryHandler>>;
  /** By refusal code; exhaustive. */
  readonly problems: Readonly<Record<string, ProblemKind>>;
}
