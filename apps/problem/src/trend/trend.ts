import type { ProblemTrendEvent, TrendEvidence } from '@opsledger/contracts';
import { RecordNotFound, aggregate, existingOr } from '@opsledger/event-sourcing';
import { acceptProblemTrend, dismissProblemTrend, proposeProblemTrend } from './commands/decide-trend';
import { isKnown, type Trend } from './trend-state';

const existing = existingOr(isKnown, (id) => new RecordNotFound('trend', id));

const NOTHING: TrendEvidence = {
  kind: 'category',
  subject: { id: '-', name: '-' },
  incidents: [],
  from: '1970-01-01T00:00:00.000Z',
  to: '1970-01-01T00:00:00.000Z',
  threshold: 0,
  ruleVersion: 1,
};

/** Accepts every recorded fact. */
function evolve(state: Trend, event: ProblemTrendEvent): Trend {
  const { number } = event.data.keys;
  const known = state.status === 'unknown' ? NOTHING : state.evidence;
  switch (event.type) {
    case 'ProblemTrendProposed':
      return { status: 'proposed', number, evidence: event.data.evidence };
    case 'ProblemTrendAccepted':
      return { status: 'accepted', number, evidence: known };
    case 'ProblemTrendDismissed':
      return { status: 'dismissed', number, evidence: known };
    default:
      return event satisfies never;
  }
}

/** Many incidents with something in common, found by a rule; people decide whether they are a problem. */
export const problemTrend = aggregate<Trend, ProblemTrendEvent>({
  category: 'problemtrend',
  called: 'problem trend',
  initial: { status: 'unknown' },
  evolve,
  decisions: {
    ProposeProblemTrend: proposeProblemTrend,
    AcceptProblemTrend: existing(acceptProblemTrend),
    DismissProblemTrend: existing(dismissProblemTrend),
  },
});
