import type {
  AcceptProblemTrend,
  CommandOf,
  DismissProblemTrend,
  ProblemTrendEvent,
  ProposeProblemTrend,
} from '@opsledger/contracts';
import { requireMove } from '@opsledger/event-sourcing';
import { v5 as uuidOf } from 'uuid';
import { TREND_MOVES } from '../transitions';
import { keysOf, type KnownTrend, type Trend } from '../trend-state';

/** Namespace of the ids of problems that trends ask for: accepting twice logs one problem. */
const PROBLEMS = '5b6c9b1e-1f0a-5d52-9a4f-2f3f0c7f9e11';

interface NumberLookups {
  readonly number: string;
}

const WHEN_ENDED = 'It was decided; new incidents make a new trend.';

export function proposeProblemTrend(
  { data: { ordinal, evidence }, lookups }: CommandOf<typeof ProposeProblemTrend, NumberLookups>,
  state: Trend,
): ProblemTrendEvent[] {
  if (state.status !== 'unknown') return [];
  const keys = { number: lookups.number, state: 'proposed', kind: evidence.kind } as const;
  return [{ type: 'ProblemTrendProposed', data: { keys, ordinal, evidence } }];
}

export function acceptProblemTrend(
  { id, data, lookups }: CommandOf<typeof AcceptProblemTrend, NumberLookups>,
  state: KnownTrend,
): ProblemTrendEvent {
  requireMove(TREND_MOVES, state, 'ProblemTrendAccepted', WHEN_ENDED);
  const { evidence } = state;
  return {
    type: 'ProblemTrendAccepted',
    data: {
      keys: keysOf(state, { state: 'accepted' }),
      problem: { id: uuidOf(id, PROBLEMS), name: lookups.number },
      title: data.title ?? `Recurring incidents: ${evidence.subject.name}`.slice(0, 300),
      impact: data.impact,
      urgency: data.urgency,
      evidence,
    },
  };
}

export function dismissProblemTrend(
  { data }: CommandOf<typeof DismissProblemTrend>,
  state: KnownTrend,
): ProblemTrendEvent {
  requireMove(TREND_MOVES, state, 'ProblemTrendDismissed', WHEN_ENDED);
  return {
    type: 'ProblemTrendDismissed',
    data: { keys: keysOf(state, { state: 'dismissed' }), reason: data.reason },
  };
}
