import type { ProblemTrendEvent, TrendState } from '@opsledger/contracts';
import { move, type Move } from '@opsledger/event-sourcing';

/** The life cycle by its facts. */
export const TREND_MOVES = {
  ProblemTrendAccepted: move('accept', ['proposed'], 'accepted'),
  ProblemTrendDismissed: move('dismiss', ['proposed'], 'dismissed'),
} as const satisfies Partial<Record<ProblemTrendEvent['type'], Move<TrendState, TrendState>>>;
