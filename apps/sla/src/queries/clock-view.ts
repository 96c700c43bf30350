import type { ClockView } from '@opsledger/contracts';
import type { LedgerEntry } from '../clock/clock';
import type { NamedClock } from '../clock/judge-record';
import { maybeText, text } from '../instants';

/** A clock with everything that explains it. */
export function clockView(clock: NamedClock): ClockView {
  const { pinned, kind, target, phase, verdict, startedAt, dueAt, targetMs, elapsedMs, transitions, ledger } = clock;
  const { id, version } = pinned.policy;
  return {
    kind: kind as ClockView['kind'],
    target,
    policy: { id, version },
    calendar: { id: pinned.calendar.id, version: pinned.calendar.version },
    state: phase,
    verdict: verdict && { result: verdict.result, at: text(verdict.at), dueAt: maybeText(verdict.dueAt) },
    startedAt: text(startedAt),
    dueAt: maybeText(dueAt),
    targetMs,
    elapsedMs,
    remainingMs: targetMs - elapsedMs,
    transitions: transitions.map(({ type, at, percent }) => ({
      type,
      at: text(at),
      ...(percent !== undefined && { percent }),
    })),
    ledger: ledger.map(ledgerView),
  };
}

export const ledgerView = ({ from, to, policy, calendar, ...entry }: LedgerEntry): ClockView['ledger'][number] => ({
  ...entry,
  from: text(from),
  to: text(to),
  policy: { id: policy.id, version: policy.version },
  calendar: { id: calendar.id, version: calendar.version },
});
