import {
  AT_RISK_PERCENT,
  type ServiceLevel,
  type SlaClockEvent,
  type SlaClockStandingEvent,
} from '@opsledger/contracts';
import { projection, type RowHandler } from '@opsledger/event-sourcing';
import type { RecordedEvent } from '@opsledger/event-store';

/** A clock of an incident as it stood when something last happened to it. */
export interface StoodLevel extends Omit<ServiceLevel, 'remainingMs' | 'remainingWallMs'> {
  /** When `elapsedMs` was so much. */
  readonly at: string;
}

/** What is promised for an incident, so far as lists sort and filter by it. */
export interface ServiceLevelsRow {
  readonly incident_id: string;
  readonly due_at: string | null;
  readonly at_risk: boolean;
  readonly breached: boolean;
  readonly levels: readonly StoodLevel[];
}

function rowOf(incident: string, levels: readonly StoodLevel[]): ServiceLevelsRow {
  const due = levels.flatMap(({ dueAt }) => dueAt ?? []).sort();
  return {
    incident_id: incident,
    due_at: due[0] ?? null,
    at_risk: levels.some(({ atRisk }) => atRisk),
    breached: levels.some(({ verdict }) => verdict?.result === 'breached'),
    levels,
  };
}

function stands(
  row: ServiceLevelsRow | undefined,
  { data, type }: RecordedEvent<SlaClockStandingEvent>,
  incident: string,
): ServiceLevelsRow {
  const levels = row?.levels ?? [];
  const before = levels.find(({ id }) => id === data.clock);
  const level = levelAfter(before, { type, data } as SlaClockStandingEvent);
  return rowOf(incident, before ? levels.map((one) => (one === before ? level : one)) : [...levels, level]);
}

function levelAfter(before: StoodLevel | undefined, event: SlaClockStandingEvent): StoodLevel {
  const { clock, kind, target, policy, calendar, state, verdict, startedAt, dueAt, targetMs, elapsedMs, at } =
    event.data;
  const warnedPercent = warnedAfter(before?.warnedPercent ?? null, event);
  const isOpen = verdict === null && state !== 'cancelled';
  return {
    id: clock,
    kind,
    target,
    policy,
    calendar,
    state,
    verdict: verdict && { result: verdict.result, at: verdict.at, dueAt: verdict.dueAt },
    warnedPercent,
    atRisk: isOpen && (warnedPercent ?? 0) >= AT_RISK_PERCENT,
    startedAt,
    dueAt,
    targetMs,
    elapsedMs,
    at,
  };
}

function warnedAfter(before: number | null, event: SlaClockStandingEvent): number | null {
  if (event.type === 'SlaClockWarned') return event.data.percent;
  if (event.type !== 'SlaClockHistoryRecorded') return before;
  return event.data.history.findLast(({ type }) => type === 'warned')?.percent ?? null;
}

const standing = stands as RowHandler<ServiceLevelsRow, any>;

/** Followed from service level management; incidents themselves know nothing of promises. */
export const incidentServiceLevels = projection<ServiceLevelsRow, SlaClockEvent>({
  name: 'incident-service-levels',
  version: 1,
  keys: ({ subject, data }) => (data.record === 'incident' ? [subject] : []),
  table: {
    schema: 'incident',
    name: 'service_levels',
    key: 'incident_id',
    columns: {
      incident_id: 'text collate "C"',
      due_at: 'timestamptz',
      at_risk: 'boolean not null',
      breached: 'boolean not null',
      levels: 'json not null',
    },
    indexes: [
      '(due_at, incident_id) where due_at is not null',
      '(incident_id) where at_risk',
      '(incident_id) where breached',
    ],
    comment: 'What is promised for each incident, as it stood when something last happened.',
    columnComments: { due_at: 'When the next of its promises is due' },
  },
  handlers: {
    SlaClockStarted: standing,
    SlaClockPaused: standing,
    SlaClockResumed: standing,
    SlaClockPolicyReplaced: standing,
    SlaClockWarned: standing,
    SlaClockMet: standing,
    SlaClockBreached: standing,
    SlaClockStopped: standing,
    SlaClockCancelled: standing,
    SlaClockHistoryRecorded: standing,
    SlaClockWithdrawn: (row, { data }, incident) =>
      row &&
      rowOf(
        incident,
        row.levels.filter(({ id }) => id !== data.clock),
      ),
  },
});
