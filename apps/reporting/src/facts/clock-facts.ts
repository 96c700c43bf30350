import type { IncidentKeys, SlaClockEvent, SlaClockStandingEvent } from '@opsledger/contracts';
import { projection, type RowHandler } from '@opsledger/event-sourcing';
import type { RecordedEvent } from '@opsledger/event-store';

/** A promise and what came of it. The first verdict stands; nothing here is ever judged again. */
export interface ClockFact {
  readonly id: string;
  readonly record_id: string;
  readonly number: string;
  readonly kind: 'SLA' | 'OLA' | 'UC';
  readonly target: string;
  readonly policy_id: string;
  readonly policy_version: number;
  readonly started_at: string;
  readonly verdict: 'met' | 'breached' | null;
  readonly verdict_at: string | null;
  readonly due_at: string | null;
  readonly canceled_at: string | null;
  readonly target_minutes: number;
  readonly team_id: string | null;
  readonly team: string | null;
  readonly service_id: string | null;
  readonly service: string | null;
  readonly category: string | null;
  readonly priority: 'P1' | 'P2' | 'P3' | 'P4' | 'P5';
}

function stands(_: ClockFact | undefined, event: RecordedEvent<SlaClockStandingEvent>, id: string): ClockFact {
  const { data, subject } = event;
  const { verdict } = data;
  return {
    id,
    record_id: subject,
    number: data.keys.number,
    kind: data.kind,
    target: data.target,
    policy_id: data.policy.id,
    policy_version: data.policy.version,
    started_at: data.startedAt,
    verdict: verdict?.result ?? null,
    verdict_at: verdict?.at ?? null,
    due_at: verdict?.dueAt ?? data.dueAt,
    canceled_at: data.state === 'cancelled' ? canceledAt(event as SlaClockStandingEvent) : null,
    target_minutes: data.targetMs / 60_000,
    ...groupOf(verdict?.keys ?? data.keys),
  };
}

const canceledAt = ({ type, data }: SlaClockStandingEvent): string =>
  type === 'SlaClockHistoryRecorded'
    ? (data.history.findLast((one) => one.type === 'cancelled')?.at ?? data.at)
    : data.at;

const groupOf = ({ team, service, category, priority }: IncidentKeys) => ({
  team_id: team?.id ?? null,
  team: team?.name ?? null,
  service_id: service?.id ?? null,
  service: service?.name ?? null,
  category,
  priority,
});

const standing = stands as RowHandler<ClockFact, any>;

/** Pauses and warnings change nothing that is reported. */
export const clockFacts = projection<ClockFact, SlaClockEvent>({
  name: 'reporting-clock-facts',
  version: 2,
  patienceMs: 10_000,
  keys: ({ data }) => ('clocks' in data ? data.clocks : [data.clock]),
  table: {
    schema: 'reporting',
    name: 'clock_facts',
    key: 'id',
    columns: {
      id: 'text',
      record_id: 'text not null',
      number: 'text not null',
      kind: 'text not null',
      target: 'text not null',
      policy_id: 'text not null',
      policy_version: 'integer not null',
      started_at: 'timestamptz not null',
      verdict: 'text',
      verdict_at: 'timestamptz',
      due_at: 'timestamptz',
      canceled_at: 'timestamptz',
      target_minutes: 'double precision not null',
      team_id: 'text',
      team: 'text',
      service_id: 'text',
      service: 'text',
      category: 'text',
      priority: 'text not null',
    },
    indexes: ['(record_id)', '(verdict_at)'],
    comment: 'What was promised for each record, and whether it was kept: one row per record and target.',
    columnComments: {
      id: 'Id of the clock: one record and one target.',
      record_id: 'Id of the record, e.g. of an incident.',
      number: 'Its number.',
      kind: 'SLA: to customers; OLA: of one team to another; UC: of a vendor',
      target: 'What is promised: response, resolution, …',
      policy_id: 'Policy that promises it.',
      policy_version: 'The version of the policy that was in force when the record began',
      started_at: 'When the clock began to run.',
      verdict: 'met or breached; the first one stands',
      verdict_at: 'When that was so; null: not yet.',
      due_at: 'When it was due, as it stood at the verdict',
      canceled_at: 'When the promise ceased to hold, without a verdict.',
      target_minutes: 'What is promised, in minutes of open time',
      team_id: 'Team that had the record at the verdict; while there is none, the team that has it now.',
      team: 'Of the record at the verdict; of the record now while there is none',
      service_id: 'Service of the record, then or now.',
      service: 'Name of that service.',
      category: 'Category of the record, then or now.',
      priority: 'Priority of the record, then or now.',
    },
  },
  handlers: {
    SlaClockStarted: standing,
    SlaClockPolicyReplaced: standing,
    SlaClockMet: standing,
    SlaClockBreached: standing,
    SlaClockCancelled: standing,
    SlaClockHistoryRecorded: standing,
    SlaClockWithdrawn: () => null,
    SlaRecordRegrouped: (row, { data }) => (row?.verdict === null ? { ...row, ...groupOf(data.keys) } : undefined),
  },
});
