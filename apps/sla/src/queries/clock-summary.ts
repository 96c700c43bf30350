import { countedBy } from '@opsledger/business-time';
import { AT_RISK_PERCENT, type ClockSummary, type Reference } from '@opsledger/contracts';
import { timesOf, type PolicyBook } from '../policy/policy-book';
import type { ClockRow } from '../read-models/clocks';

/** A clock as it stands now: what it stood at, and the open time since. */
export function clockSummary(row: ClockRow, book: PolicyBook, now: number): ClockSummary {
  const elapsedMs = elapsedBy(row, book, now);
  return {
    id: row.id,
    record: { type: row.record_type, id: row.record_id, number: row.number },
    kind: row.kind,
    target: row.target,
    policy: { id: row.policy_id, version: row.policy_version },
    calendar: { id: row.calendar_id, version: row.calendar_version },
    state: row.state,
    verdict: row.verdict && { result: row.verdict, at: row.verdict_at!, dueAt: row.verdict_due_at },
    warnedPercent: row.warned_percent,
    atRisk: row.open && (row.warned_percent ?? 0) >= AT_RISK_PERCENT,
    startedAt: row.started_at,
    dueAt: row.due_at,
    targetMs: row.target_ms,
    elapsedMs,
    remainingMs: row.target_ms - elapsedMs,
    remainingWallMs: row.due_at === null ? null : Date.parse(row.due_at) - now,
    team: reference(row.team_id, row.team_name),
    service: reference(row.service_id, row.service_name),
    category: row.category,
    priority: row.priority,
  };
}

function elapsedBy(row: ClockRow, book: PolicyBook, now: number): number {
  if (row.state !== 'running') return row.elapsed_ms;
  const times = timesOf(book, row.calendar_id, row.calendar_version);
  if (!times) throw new Error(`Clock ${row.id} counts on a calendar that is not there: ${row.calendar_id}.`);
  return countedBy(times, { elapsedMs: row.elapsed_ms, at: Date.parse(row.stood_at) }, now);
}

const reference = (id: string | null, name: string | null): Reference | null =>
  id === null ? null : { id, name: name ?? id };
