import type { BusinessCalendar } from '@opsledger/business-time';
import type { CLOCK_TRANSITIONS, PolicyKind, RecordFields, SlaTarget } from '@opsledger/contracts';

/** What became known about a record: from `at` on it was like this. */
export interface Fact {
  /** Epoch milliseconds, when it happened. */
  readonly at: number;
  readonly fields: RecordFields;
}

interface Versioned {
  readonly id: string;
  readonly version: number;
}

/** One target of the policy that applies to a record, in the versions its clock keeps for life. */
export interface PinnedTarget {
  readonly policy: Versioned & { readonly kind: PolicyKind; readonly name: string };
  readonly calendar: Versioned & { readonly time: BusinessCalendar; readonly name: string };
  readonly target: SlaTarget;
}

/** Finds what applies to a record as it is at an instant; `undefined`: nothing. */
export type ChooseTarget = (fields: RecordFields, at: number) => PinnedTarget | undefined;

export type Phase = 'running' | 'paused' | 'stopped' | 'cancelled';

type TransitionType = (typeof CLOCK_TRANSITIONS)[number];

/** Something that happened to a clock, at its true time, however late it was found out. */
export interface Transition {
  readonly type: TransitionType;
  readonly at: number;
  /** Of a warning. */
  readonly percent?: number;
  /** How the clock stood just after. */
  readonly standing: Standing;
}

/** A clock at an instant, without its past. */
export interface Standing {
  readonly pinned: PinnedTarget;
  readonly phase: Phase;
  readonly targetMs: number;
  readonly elapsedMs: number;
  /** When it will be breached if it goes on running; null while it does not run, and once there is a verdict. */
  readonly dueAt: number | null;
  readonly verdict: Verdict | null;
}

/** The first one stands, whatever happens to the record afterwards. */
export interface Verdict {
  readonly result: 'met' | 'breached';
  readonly at: number;
  readonly dueAt: number | null;
}

/** A stretch of a clock's life, and why it counts or does not. */
export interface LedgerEntry {
  readonly from: number;
  readonly to: number;
  readonly counted: boolean;
  /** `counted`, `outside hours`, `holiday: Christmas Day`, `paused: on hold for caller`, `stopped: resolved` */
  readonly why: string;
  /** Team that held the record. */
  readonly team: string | null;
  readonly policy: Versioned;
  readonly calendar: Versioned;
}

/** A clock as it stands at an instant. All times are epoch milliseconds, all durations milliseconds. */
export interface Clock extends Standing {
  readonly startedAt: number;
  /** The next instant at which something is to be done: a warning or the breach. */
  readonly nextAt: number | null;
  readonly transitions: readonly Transition[];
  /** Adjacent from the start until now; the counted entries add up to `elapsedMs`. */
  readonly ledger: readonly LedgerEntry[];
}
