import type { Role } from '@opsledger/contracts';
import type { Actor, Position } from '@opsledger/event-store';

/** A command on its way from the gateway, or a process, to the service that decides it. Plain JSON. */
export interface CommandMessage {
  readonly service: string;
  readonly type: string;
  /** Stream category of the record; absent: what the command's contract says. */
  readonly category?: string;
  /** Record id; absent for a creating command, which makes its own. */
  readonly id?: string;
  readonly data: object;
  /** ISO 8601 UTC: when it happened. */
  readonly now: string;
  readonly actor: Actor;
  /** Roles the actor acts in. Absent for a process; for anybody else absent means the least: a requester. */
  readonly roles?: readonly Role[];
  readonly correlationId: string;
  readonly causationId?: string;
  /** `If-Match`: the version the client saw. A lost race is then an error rather than decided anew. */
  readonly expectedVersion?: number;
  /** `Idempotency-Key` and a digest of the request, scoped to the actor. */
  readonly request?: { readonly key: string; readonly digest: string };
  readonly traceparent?: string;
}

/** What a service answers to a command that it did not refuse. */
export interface CommandReceipt {
  readonly id: string;
  /** `INC0000042`, where the record has one. */
  readonly number?: string;
  /** Stream revision after the command. */
  readonly version: number;
  /** A query that carries this sees the command's effect. */
  readonly position: Position;
  /** How many facts this command recorded; 0 when it asked for what was already so. */
  readonly recorded: number;
  /** How many of them another system tells and were not recorded before: what is told again is not among them. */
  readonly imported?: number;
  /** The same request was carried out before; this is its first answer again. */
  readonly repeated?: boolean;
}

/** A question on its way from the gateway, or another service, to the service that answers it. Plain JSON. */
export interface QueryMessage {
  readonly service: string;
  readonly type: string;
  readonly params: object;
  readonly actor: Actor;
  /** Roles the actor asks in. Absent for a process; for anybody else absent means the least: a requester. */
  readonly roles?: readonly Role[];
  /** What a failure is logged with, so that the client's problem and the log can be brought together. */
  readonly correlationId?: string;
  /** See at least what was there at this position; waits, bounded. */
  readonly position?: Position;
  /** Who asks only passes the answer on as JSON: it may be a `WrittenRecord`. */
  readonly passedOn?: boolean;
}

/** How the gateway and processes reach services; a direct call or a network hop, the caller cannot tell. */
export interface Services {
  /** @throws Problem */
  command(message: CommandMessage): Promise<CommandReceipt>;
  /** @throws Problem */
  query(message: QueryMessage): Promise<unknown>;
}
