import { formatDuration } from '@opsledger/business-time';
import type { RecordFields } from '@opsledger/contracts';
import { judgeRecord, type NamedClock } from '../clock/judge-record';
import type { Verdict } from '../clock/clock';
import type { PolicyBook } from '../policy/policy-book';
import { PROPOSED } from './proposed-book';
import type { RecordHistory } from './record-histories';

type Result = 'met' | 'breached' | 'running' | 'cancelled' | 'none';

type Tally = Readonly<Record<Result, number>>;

/** A record whose verdict would be another. */
interface Flip {
  readonly id: string;
  readonly number: string;
  readonly kind: string;
  readonly target: string;
  readonly before: Result;
  readonly after: Result;
  /** What was counted against what, by both. */
  readonly why: string;
}

/** Verdicts of ours, by whether the source says its own promise was kept. */
interface BesideSource {
  readonly made: { readonly met: number; readonly breached: number };
  readonly missed: { readonly met: number; readonly breached: number };
}

/** A verdict other than what the source said. */
interface Disagreement {
  readonly id: string;
  readonly number: string;
  readonly target: string;
  readonly source: Verdict['result'];
  readonly ours: Verdict['result'];
  readonly why: string;
}

interface GroupFigures {
  readonly group: string | null;
  readonly before: Tally & { readonly source: BesideSource };
  readonly after: Tally & { readonly source: BesideSource };
}

type GroupBy = 'priority' | 'team' | 'service' | 'category' | 'target';

const nothing = () => ({
  met: 0,
  breached: 0,
  running: 0,
  cancelled: 0,
  none: 0,
  source: { made: { met: 0, breached: 0 }, missed: { met: 0, breached: 0 } },
});
type Count = ReturnType<typeof nothing>;

/** What is to be compared. */
export interface Question {
  readonly by: GroupBy;
  /** Only clocks of this target. */
  readonly target?: string;
  /** Epoch milliseconds; clocks are judged as of then. */
  readonly now: number;
  /** Records kept as examples; the figures count them all. */
  readonly mostExamples: number;
}

/** Judges records by two books and keeps count; nothing of a record is kept but a flip. */
export class Comparison {
  private readonly groups = new Map<string | null, { before: Count; after: Count }>();
  private readonly kept: Flip[] = [];
  private readonly differing: Disagreement[] = [];
  flips = 0;
  records = 0;

  constructor(
    private readonly before: PolicyBook,
    private readonly after: PolicyBook,
    private readonly question: Question,
  ) {}

  add(record: RecordHistory): void {
    this.records += 1;
    const { now, target } = this.question;
    const clocks = (book: PolicyBook) =>
      new Map(
        judgeRecord(record.facts, book, now, 'verdict')
          .filter((clock) => target === undefined || clock.target === target)
          .map((clock) => [`${clock.kind} ${clock.target}`, clock]),
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

  /** By what is proposed; of many, the first. */
  get disagreements(): readonly Disagreement[] {
    return this.differing;
  }

  private compare(record: RecordHistory, before: NamedClock | undefined, after: NamedClock | undefined): void {
    const { kind, target } = (before ?? after)!;
    const group = this.groupOf(record.facts.at(-1)!.fields, target);
    const tally = this.groups.get(group) ?? { before: nothing(), after: nothing() };
    this.groups.set(group, tally);
    const [was, is] = [resultOf(before), resultOf(after)];
    tally.before[was] += 1;
    tally.after[is] += 1;
    this.putBesideSource(record, before, tally.before);
    if (this.putBesideSource(record, after, tally.after) === false) this.keepDisagreement(record, after!);
    if (was === is) return;
    this.flips += 1;
    if (this.kept.length >= this.question.mostExamples) return;
    const { id, number } = record;
    this.kept.push({ id, number, kind, target, before: was, after: is, why: `${said(before)}; then ${said(after)}` });
  }

  /** @returns whether both say the same; `undefined` when one of them says nothing */
  private putBesideSource(
    { madeThere }: RecordHistory,
    clock: NamedClock | undefined,
    { source }: Count,
  ): boolean | undefined {
    if (madeThere === null || !clock?.verdict || clock.kind !== 'SLA') return undefined;
    const { result } = clock.verdict;
    source[madeThere ? 'made' : 'missed'][result] += 1;
    return madeThere === (result === 'met');
  }

  private keepDisagreement({ id, number, madeThere }: RecordHistory, clock: NamedClock): void {
    if (this.differing.length >= this.question.mostExamples) return;
    const source = madeThere ? 'met' : 'breached';
    this.differing.push({ id, number, target: clock.target, source, ours: clock.verdict!.result, why: said(clock) });
  }

  private groupOf(fields: RecordFields, target: string): string | null {
    const { by } = this.question;
    return by === 'target' ? target : fields[by];
  }
}

function resultOf(clock: NamedClock | undefined): Result {
  if (!clock) return 'none';
  if (clock.verdict) return clock.verdict.result;
  return clock.phase === 'cancelled' ? 'cancelled' : 'running';
}

const duration = (ms: number): string => formatDuration({ kind: 'elapsed', ms });

const versionOf = ({ version }: { readonly version: number }): string =>
  version === PROPOSED ? 'as proposed' : `version ${version}`;

function said(clock: NamedClock | undefined): string {
  if (!clock) return 'no policy applies';
  const { policy, target, calendar } = clock.pinned;
  const paused = clock.transitions.some(({ type }) => type === 'paused');
  return (
    `${duration(clock.elapsedMs)} counted of ${target.duration} ` +
    `by “${policy.name}” ${versionOf(policy)} on “${calendar.name}” ${versionOf(calendar)}` +
    (paused ? ', pauses left out' : '')
  );
}
