import { AT_RISK_PERCENT, type SlaClockEvent, type SlaClockStandingEvent } from '@opsledger/contracts';
import { projection, type RowHandler } from '@opsledger/event-sourcing';
import type { RecordedEvent } from '@opsledger/event-store';

/** A clock as it stood when something last happened to it; what time has added since is worked out when it is asked for. */
export interface ClockRow {
  readonly id: string;
  readonly record_type: 'incident';
  readonly record_id: string;
  readonly number: string;
  readonly kind: 'SLA' | 'OLA' | 'UC';
  readonly target: string;
  readonly policy_id: string;
  readonly policy_version: number;
  readonly calendar_id: string;
  readonly calendar_version: number;
  readonly state: 'running' | 'paused' | 'stopped' | 'cancelled';
  readonly verdict: 'met' | 'breached' | null;
  readonly verdict_at: string | null;
  readonly verdict_due_at: string | null;
  readonly warned_percent: number | null;
  /** Without a verdict, and not cancelled. */
  readonly open: boolean;
  readonly started_at: string;
  readonly due_at: string | null;
  readonly target_ms: number;
  readonly elapsed_ms: number;
  /** When `elapsed_ms` was so much. */
  readonly stood_at: string;
  readonly team_id: string | null;
  readonly team_name: string | null;
  readonly service_id: string | null;
  readonly service_name: string | null;
  readonly category: string | null;
  readonly priority: 'P1' | 'P2' | 'P3' | 'P4' | 'P5';
}

type Row = ClockRow | undefined;

function standing(row: Row, event: RecordedEvent<SlaClockStandingEvent>, id: string): ClockRow {
  const { data, subject } = event;
  const { verdict, state } = data;
  return {
    id,
    record_type: data.record,
    record_id: subject,
    number: data.keys.number,
    kind: data.kind,
    target: data.target,
    policy_id: data.policy.id,
    policy_version: data.policy.version,
    calendar_id: data.calendar.id,
    calendar_version: data.calendar.version,
    state,
    verdict: verdict?.result ?? null,
    verdict_at: verdict?.at ?? null,
    verdict_due_at: verdict?.dueAt ?? null,
    warned_percent: warnedAfter(row?.warned_percent ?? null, event),
    open: verdict === null && state !== 'cancelled',
    started_at: data.startedAt,
    due_at: data.dueAt,
    target_ms: data.targetMs,
    elapsed_ms: data.elapsedMs,
    stood_at: data.at,
    ...group(data),
  };
}

function warnedAfter(before: number | null, event: RecordedEvent<SlaClockStandingEvent>): number | null {
  if (event.type === 'SlaClockWarned') return (event as RecordedEvent<WarnedEvent>).data.percent;
  if (event.type !== 'SlaClockHistoryRecorded') return before;
  const { history } = (event as RecordedEvent<HistoryEvent>).data;
  return history.findLast(({ type }) => type === 'warned')?.percent ?? null;
}

type WarnedEvent = Extract<SlaClockStandingEvent, { type: 'SlaClockWarned' }>;
type HistoryEvent = Extract<SlaClockStandingEvent, { type: 'SlaClockHistoryRecorded' }>;

const group = ({ keys: { team, service, category, priority } }: Pick<SlaClockEvent['data'], 'keys'>) => ({
  team_id: team?.id ?? null,
  team_name: team?.name ?? null,
  service_id: service?.id ?? null,
  service_name: service?.name ?? null,
  category,
  priority,
});

const stands = standing as RowHandler<ClockRow, any>;

export const slaClockList = projection<ClockRow, SlaClockEvent>({
  name: 'sla-clocks',
  version: 1,
  keys: ({ data }) => ('clocks' in data ? data.clocks : [data.clock]),
  table: {
    schema: 'sla',
    name: 'clocks',
    key: 'id',
    columns: {
      id: 'text collate "C"',
      record_type: 'text collate "C" not null',
      record_id: 'text collate "C" not null',
      number: 'text collate "C" not null',
      kind: 'text collate "C" not null',
      target: 'text collate "C" not null',
      policy_id: 'text collate "C" not null',
      policy_version: 'integer not null',
      calendar_id: 'text collate "C" not null',
      calendar_version: 'integer not null',
      state: 'text collate "C" not null',
      verdict: 'text collate "C"',
      verdict_at: 'timestamptz',
      verdict_due_at: 'timestamptz',
      warned_percent: 'smallint',
      open: 'boolean not null',
      started_at: 'timestamptz not null',
      due_at: 'timestamptz',
      target_ms: 'bigint not null',
      elapsed_ms: 'bigint not null',
      stood_at: 'timestamptz not null',
      team_id: 'text collate "C"',
      team_name: 'text collate "C"',
      service_id: 'text collate "C"',
      service_name: 'text collate "C"',
      category: 'text collate "C"',
      priority: 'text collate "C" not null',
    },
    indexes: [
      '(record_id)',
      // What is open is little of all there ever was, and what most lists are about.
      '(due_at, id) where due_at is not null',
      '(team_id, due_at, id) where open',
      '(started_at, id)',
      `(id) where open and warned_percent >= ${AT_RISK_PERCENT}`,
      "(started_at, id) where verdict = 'breached'",
    ],
    comment: 'Clocks as they stood when something last happened to them.',
    columnComments: {
      due_at: 'When it will be breached if it goes on running; empty while it does not run, and after a verdict',
      elapsed_ms: 'Open time counted until stood_at, in milliseconds',
      target_ms: 'Open time promised, in milliseconds',
      open: 'Neither a verdict nor cancelled',
    },
  },
  handlers: {
    SlaClockStarted: stands,
    SlaClockPaused: stands,
    SlaClockResumed: stands,
    SlaClockPolicyReplaced: stands,
    SlaClockWarned: stands,
    SlaClockMet: stands,
    SlaClockBreached: stands,
    SlaClockStopped: stands,
    SlaClockCancelled: stands,
    SlaClockHistoryRecorded: stands,
    SlaClockWithdrawn: () => null,
    SlaRecordRegrouped: (row, { data }) => row && { ...row, ...group(data) },
  },
});
