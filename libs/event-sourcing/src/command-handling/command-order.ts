import type { Actor, Position, RecordedEvent } from '@opsledger/event-store';
import type { Command } from '../decider/command';

/** A command before its lookups are answered. */
export type BareCommand = Omit<Command, 'lookups'>;

/** A command on its way to its decision, with what the log will say about where it came from. */
export interface CommandOrder {
  readonly type: string;
  /** Absent for a creating command: the record gets a new id; see `newRecordId`. */
  readonly id?: string;
  /** Whether the record may or must not exist; by default it must exist. */
  readonly creates?: boolean | 'or-extends';
  readonly data: unknown;
  /** ISO 8601 UTC. */
  readonly now: string;
  readonly actor: Actor;
  /** Roles the actor acts in; for decisions that are not the same for everybody. */
  readonly roles?: readonly string[];
  readonly correlationId: string;
  readonly causationId?: string;
  /** The version the client saw; a lost race is then an error rather than decided anew. */
  readonly expectedVersion?: number;
  readonly request?: RequestIdentity;
  readonly traceparent?: string;
  /** Answers what the decision needs to know beyond its record; asked once, before deciding. */
  readonly lookups?: (command: BareCommand) => Promise<unknown>;
}

/** `Idempotency-Key` and a digest of the request it came with; scoped to the actor. */
export interface RequestIdentity {
  readonly key: string;
  readonly digest: string;
}

/**
 * What carrying out a command came to. Without events there was nothing to do, and `version` and `position` are those
 * of the record as it is.
 */
export interface CommandOutcome<State = unknown> {
  readonly id: string;
  /** Revision of the record after the command; of a repeated request, after its first carrying out. */
  readonly version: number;
  /** Position of the record's last event; readers that have come there show what the command did. */
  readonly position: Position;
  /** What was recorded; of a repeated request, what was recorded the first time. */
  readonly events: readonly RecordedEvent[];
  /** State after the command; absent for a repeated request. */
  readonly state?: State;
  readonly repeated: boolean;
}
