import type { CommandOf, DetectDueTrends, DetectTrends, TrendDetectionEvent, TrendRule } from '@opsledger/contracts';
import { aggregate } from '@opsledger/event-sourcing';
import { newTrends, type TrendSearch } from './new-trends';

type Detect = CommandOf<typeof DetectTrends | typeof DetectDueTrends, TrendSearch>;

const looksForAny = ({ ci, category }: TrendRule): boolean => ci !== null || category !== null;

function detect({ now, lookups }: Detect): TrendDetectionEvent {
  const { rule, ruleVersion } = lookups;
  const nextAt = looksForAny(rule) ? new Date(Date.parse(now) + rule.everyMinutes * 60_000).toISOString() : null;
  return { type: 'ProblemTrendsDetected', data: { ruleVersion, trends: [...newTrends(lookups, now)], nextAt } };
}

/** Each time trends are looked for is a record of its own: no stream grows for ever. */
export const trendDetection = aggregate<{ readonly done: boolean }, TrendDetectionEvent>({
  category: 'problemtrenddetection',
  initial: { done: false },
  evolve: () => ({ done: true }),
  decisions: {
    DetectTrends: detect,
    DetectDueTrends: (command: Detect) => (looksForAny(command.lookups.rule) ? [detect(command)] : []),
  },
});
