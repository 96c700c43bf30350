import { DEFAULT_WARNINGS, type RecordFields } from '@opsledger/contracts';
import { isMet } from '../policy/condition';
import type {
  ChooseTarget,
  Clock,
  Fact,
  LedgerEntry,
  Phase,
  PinnedTarget,
  Standing,
  Transition,
  Verdict,
} from './clock';
import { targetMs } from './target-ms';
import { whyNot } from './why-not';

/**
 * What one target's clock did, from a record's facts until an instant. The same for records of today, for imported
 * history and for simulations: nothing else decides about a clock.
 *
 * @param facts in any order; of two at the same instant the one given first comes first
 * @param now epoch milliseconds; what is due by then is due
 * @param detail `verdict`: without the ledger, which costs more than all the rest
 * @returns `undefined` for a clock that never started
 */
export function runClock(
  facts: readonly Fact[],
  choose: ChooseTarget,
  now: number,
  detail: Detail = 'ledger',
): Clock | undefined {
  const inOrder = facts.filter(({ at }) => at <= now).sort((one, other) => one.at - other.at);
  let run: ClockRun | undefined;
  for (const { at, fields } of inOrder) {
    const chosen = choose(fields, at);
    if (run) run.meet(at, fields, chosen);
    else if (chosen && isMet(chosen.target.startWhen, fields)) run = new ClockRun(chosen, at, fields, detail);
  }
  return run?.until(now);
}

const ENTERED = { running: 'resumed', paused: 'paused', stopped: 'stopped', cancelled: 'cancelled' } as const;

export type Detail = 'ledger' | 'verdict';

class ClockRun {
  private phase: Phase = 'running';
  private elapsed = 0;
  private target: number;
  private since: number;
  private verdict: Verdict | null = null;
  private readonly given = new Set<number>();
  private readonly transitions: Transition[] = [];
  private readonly ledger: LedgerEntry[] = [];

  constructor(
    private pinned: PinnedTarget,
    private readonly startedAt: number,
    private fields: RecordFields,
    private readonly detail: Detail,
  ) {
    this.since = startedAt;
    this.target = targetMs(pinned, startedAt);
    this.happened('started', startedAt);
  }

  /** Time passes until a fact, then the fact is looked at; what is due at that very instant is still in time. */
  meet(at: number, fields: RecordFields, chosen: PinnedTarget | undefined): void {
    this.pass(at, (due) => due < at);
    this.fields = fields;
    if (this.phase === 'cancelled') return;
    if (this.verdict === null && chosen?.policy.id !== this.pinned.policy.id) this.replace(chosen, at);
    this.enter(this.phaseBy(this.pinned, chosen), at);
  }

  until(now: number): Clock {
    this.pass(now, (due) => due <= now);
    const { phase, startedAt, verdict, transitions, ledger } = this;
    const nextAt = phase === 'running' && verdict === null ? (this.nextThreshold()?.at ?? null) : null;
    return { ...this.standingAt(this.since), startedAt, nextAt, transitions, ledger };
  }

  /** Another policy goes on where the one before it ended: with its start, its pauses and what has been counted. */
  private replace(chosen: PinnedTarget | undefined, at: number): void {
    if (!chosen) return;
    this.pinned = chosen;
    this.target = targetMs(chosen, this.startedAt);
    this.happened('replaced', at);
  }

  private phaseBy({ target }: PinnedTarget, chosen: PinnedTarget | undefined): Phase {
    const isCancelled = !chosen || (target.cancelWhen !== undefined && isMet(target.cancelWhen, this.fields));
    if (isCancelled && this.verdict === null) return 'cancelled';
    if (isMet(target.stopWhen, this.fields)) return 'stopped';
    return target.pauseWhen && isMet(target.pauseWhen, this.fields) ? 'paused' : 'running';
  }

  private enter(phase: Phase, at: number): void {
    if (phase === this.phase) return;
    const isMet = phase === 'stopped' && this.verdict === null;
    if (isMet) this.verdict = { result: 'met', at, dueAt: this.reachedAt(this.target) };
    this.phase = phase;
    this.happened(isMet ? 'met' : ENTERED[phase], at);
  }

  /** @param isDue whether something due at an instant has come about */
  private pass(to: number, isDue: (at: number) => boolean): void {
    if (this.phase === 'running') {
      for (let next = this.nextThreshold(); next && isDue(next.at); next = this.nextThreshold()) this.reach(next);
      const { time } = this.pinned.calendar;
      this.elapsed += time.elapsed(this.since, to);
      if (this.detail === 'ledger')
        for (const { from, to: end, open, why } of time.segments(this.since, to))
          this.enterInLedger(from, end, open, open ? 'counted' : why);
    } else if (this.detail === 'ledger') this.enterInLedger(this.since, to, false, whyNot(this.phase, this.fields));
    this.since = to;
  }

  private reach({ percent, at }: { percent: number; at: number }): void {
    this.given.add(percent);
    if (percent < 100) return this.happened('warned', at, percent);
    this.verdict = { result: 'breached', at, dueAt: at };
    this.happened('breached', at);
  }

  /** The next warning, or the breach (100 %); a share that was passed before a swap of policies is not warned of again. */
  private nextThreshold(): { percent: number; at: number } | undefined {
    if (this.verdict) return undefined;
    const percents = [...(this.pinned.target.warnAt ?? DEFAULT_WARNINGS), 100];
    const percent = percents.filter((one) => !this.given.has(one)).sort((one, other) => one - other)[0];
    if (percent === undefined) return undefined;
    const at = this.reachedAt(Math.ceil((this.target * percent) / 100));
    return at === null ? undefined : { percent, at };
  }

  /** When so much will have been counted if it goes on running; never outside the schedule. */
  private reachedAt(counted: number): number | null {
    const { time } = this.pinned.calendar;
    const left = counted - this.elapsed;
    return left > 0 ? time.add(this.since, left) : time.nextOpening(this.since);
  }

  private happened(type: Transition['type'], at: number, percent?: number): void {
    this.transitions.push({ type, at, ...(percent !== undefined && { percent }), standing: this.standingAt(at) });
  }

  /** @param at not before the last fact */
  private standingAt(at: number): Standing {
    const { pinned, phase, target, verdict, since, elapsed } = this;
    const runs = phase === 'running';
    return {
      pinned,
      phase,
      targetMs: target,
      elapsedMs: runs && at > since ? elapsed + pinned.calendar.time.elapsed(since, at) : elapsed,
      dueAt: runs && verdict === null ? this.reachedAt(target) : null,
      verdict,
    };
  }

  private enterInLedger(from: number, to: number, counted: boolean, why: string): void {
    if (from >= to) return;
    const { policy, calendar } = this.pinned;
    const { team } = this.fields;
    const last = this.ledger.at(-1);
    if (last && last.why === why && last.team === team && last.policy === policy && last.calendar === calendar)
      this.ledger[this.ledger.length - 1] = { ...last, to };
    else this.ledger.push({ from, to, counted, why, team, policy, calendar });
  }
}
