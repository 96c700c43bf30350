import {
  DEFAULT_TREND_RULE,
  type CommandOf,
  type ProblemSettingsEvent,
  type ReviseTrendRule,
  type TrendRule,
} from '@opsledger/contracts';
import { aggregate } from '@opsledger/event-sourcing';

interface ProblemSettings {
  readonly trends: TrendRule;
  /** Named by every trend that was found by it. */
  readonly ruleVersion: number;
}

const sameThreshold = (one: TrendRule['ci'], other: TrendRule['ci']): boolean =>
  one?.incidents === other?.incidents && one?.days === other?.days;

const isSame = (one: TrendRule, other: TrendRule): boolean =>
  sameThreshold(one.ci, other.ci) &&
  sameThreshold(one.category, other.category) &&
  one.everyMinutes === other.everyMinutes;

function reviseTrendRule(
  { data }: CommandOf<typeof ReviseTrendRule>,
  { trends, ruleVersion }: ProblemSettings,
): ProblemSettingsEvent[] {
  if (isSame(data, trends)) return [];
  const rule = { before: trends, after: data };
  return [{ type: 'ProblemTrendRuleRevised', data: { rule, ruleVersion: ruleVersion + 1 } }];
}

/** What is decided about problems as a whole; one record, versioned like any other. */
export const problemSettings = aggregate<ProblemSettings, ProblemSettingsEvent>({
  category: 'problemsettings',
  called: 'problem',
  initial: { trends: DEFAULT_TREND_RULE, ruleVersion: 1 },
  evolve: (_, { data }) => ({ trends: data.rule.after, ruleVersion: data.ruleVersion }),
  decisions: { ReviseTrendRule: reviseTrendRule },
});
