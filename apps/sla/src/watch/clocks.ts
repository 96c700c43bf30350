import type { CommandOf, JudgeClocks, SlaClockEvent } from '@opsledger/contracts';
import { aggregate, type Fact } from '@opsledger/event-sourcing';
import { judgeRecord } from '../clock/judge-record';
import type { PolicyBook } from '../policy/policy-book';
import type { ClockedRecord } from '../records/clocked-record';
import { news } from './news';
import { NOTHING_TOLD, toldAfter, type ToldClocks } from './told-clocks';

export interface JudgeClocksLookups {
  readonly record: ClockedRecord;
  readonly book: PolicyBook;
}

/**
 * Whoever looks later, or with more facts, knows better: a judgement that was overtaken adds nothing, and none ever goes
 * back behind one that is recorded. So it does no harm however often, and by however many, the clocks are judged.
 */
function judge(
  { id, data: { notBefore }, now, lookups: { record, book } }: CommandOf<typeof JudgeClocks, JudgeClocksLookups>,
  told: ToldClocks,
): readonly Fact<SlaClockEvent>[] {
  if (record.revision < told.revision) return [];
  const at = Math.max(Date.parse(now), notBefore === undefined ? 0 : Date.parse(notBefore), told.at);
  return news(told, { id, record, at, clocks: judgeRecord(record.facts, book, at, 'verdict') });
}

/** What is known of a record's clocks: recorded as it happens, so that others can be told. */
export const slaClocks = aggregate<ToldClocks, SlaClockEvent>({
  category: 'slaclocks',
  initial: NOTHING_TOLD,
  evolve: toldAfter,
  decisions: { JudgeClocks: judge },
});
