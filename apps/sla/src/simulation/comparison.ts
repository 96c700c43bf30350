import { formatDuration } from '@opsledger/business-time';
import type { RecordFields } from '@opsledger/contracts';
import { judgeRecord, type NamedClock } from '../clock/judge-record';
import type { PolicyBook } from '../policy/policy-book';
import type { RecordHistory } from './record-histories';

export type Result = 'met' | 'breached' | 'running' | 'cancelled' | 'none';

export type Tally = Readonly<Record<Result, number>>;

/** A record whose verdict would be another. */
export interface Flip {
  readonly id: string;
  readonly number: string;
  readonly kind: string;
  readonly target: string;
  readonly before: Result;
  readonly after: Result;
  /** What was counted against what, by both. */
  readonly why: string;
}

export interface GroupFigures {
  readonly group: string | null;
  readonly before: Tally;
  readonly after: Tally;
}

export type GroupBy = 'priority' | 'team' | 'service' | 'category' | 'target';

const NOTHING: Tally = { met: 0, breached: 0, running: 0, cancelled: 0, none: 0 };

/** Judges records by two books and keeps count; nothing of a record is kept but a flip. */
export class Comparison {
  private readonly groups = new Map<string | null, { before: Record<Result, number>; after: Record<Result, number> }>();
  private readonly kept: Flip[] = [];
  flips = 0;
  records = 0;

  constructor(
    private readonly before: PolicyBook,
    private readonly after: PolicyBook,
    private readonly by: GroupBy,
    private readonly now: number,
    private readonly mostFlips: number,
  ) {}

  add(record: RecordHistory): void {
    this.records += 1;
    const clocks = (book: PolicyBook) =>
      new Map(
        judgeRecord(record.facts, book, this.now, 'verdict').map((clock) => [`${clock.kind} ${clock.target}`, clock]),
      );
    const [before, after] = [clocks(this.before), clocks(this.after)];
    for (const measure of new Set([...before.keys(), ...after.keys()]))
      this.compare(record, before.get(measure), after.get(measure));
  }

  get figures(): readonly GroupFigures[] {
    const inOrder = [...this.groups].sort(([one], [other]) => (one ?? '').localeCompare(other ?? ''));
    return inOrder.map(([group, { before, after }]) => ({ group, before, after }));
  }

  /** Of many, the first. */
  get examples(): readonly Flip[] {
    return this.kept;
  }

  private compare(record: RecordHistory, before: NamedClock | undefined, after: NamedClock | undefined): void {
    const { kind, target } = (before ?? after)!;
    const group = this.groupOf(record.facts.at(-1)!.fields, target);
    const tally = this.groups.get(group) ?? { before: { ...NOTHING }, after: { ...NOTHING } };
    this.groups.set(group, tally);
    const [was, is] = [resultOf(before), resultOf(after)];
    tally.before[was] += 1;
    tally.after[is] += 1;
    if (was === is) return;
    this.flips += 1;
    if (this.kept.length >= this.mostFlips) return;
    const { id, number } = record;
    this.kept.push({ id, number, kind, target, before: was, after: is, why: `${said(before)}; then ${said(after)}` });
  }

  private groupOf(fields: RecordFields, target: string): string | null {
    return this.by === 'target' ? target : fields[this.by];
  }
}

function resultOf(clock: NamedClock | undefined): Result {
  if (!clock) return 'none';
  if (clock.verdict) return clock.verdict.result;
  return clock.phase === 'cancelled' ? 'cancelled' : 'running';
}

const duration = (ms: number): string => formatDuration({ kind: 'elapsed', ms });

function said(clock: NamedClock | undefined): string {
  if (!clock) return 'no policy applies';
  const { policy, target, calendar } = clock.pinned;
  const paused = clock.transitions.some(({ type }) => type === 'paused');
  return (
    `${duration(clock.elapsedMs)} counted of ${target.duration} ` +
    `by policy ${policy.id} version ${policy.version} on calendar ${calendar.id} version ${calendar.version}` +
    (paused ? ', pauses left out' : '')
  );
}
