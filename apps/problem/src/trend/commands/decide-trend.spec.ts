import {
  TREND_STATES,
  TREND_TRANSITIONS,
  type ProblemTrendEvent,
  type TrendEvidence,
  type TrendState,
} from '@opsledger/contracts';
import { command, given } from '@opsledger/testing';
import { problemTrend } from '../trend';
import { TREND_MOVES } from '../transitions';

const at = '2026-03-02T09:00:00.000Z';
const evidence: TrendEvidence = {
  kind: 'category',
  subject: { id: 'network', name: 'network' },
  incidents: [{ id: 'i-1', name: 'INC1', openedAt: at }],
  from: at,
  to: at,
  threshold: 1,
  ruleVersion: 1,
};
const keys = (state: TrendState) => ({ number: 'TRN1', state, kind: 'category' as const });
const proposed: ProblemTrendEvent = {
  type: 'ProblemTrendProposed',
  data: { keys: keys('proposed'), ordinal: 1, evidence },
};
const dismissed: ProblemTrendEvent = {
  type: 'ProblemTrendDismissed',
  data: { keys: keys('dismissed'), reason: 'No.' },
};
const problem = { id: 'p', name: 'PRB1' };
const accepted: ProblemTrendEvent = {
  type: 'ProblemTrendAccepted',
  data: { keys: keys('accepted'), problem, title: 'x', impact: 1, urgency: 1, evidence },
};
const HISTORIES = { proposed: [proposed], dismissed: [proposed, dismissed], accepted: [proposed, accepted] };

const lookups = { number: 'TRN1' };
const accept = command('AcceptProblemTrend', { impact: 1, urgency: 1 }, { lookups });
const dismiss = command('DismissProblemTrend', { reason: 'No.' });

test('proposed once', () => {
  const propose = command('ProposeProblemTrend', { ordinal: 1, evidence }, { lookups });
  given(problemTrend).when(propose).then(proposed);
  for (const state of TREND_STATES)
    given(problemTrend, ...HISTORIES[state])
      .when(propose)
      .thenNothing();
});

test('decided once', () => {
  given(problemTrend, proposed).when(dismiss).then(dismissed);
  for (const state of ['dismissed', 'accepted'] as const)
    for (const verb of [accept, dismiss])
      expect(
        given(problemTrend, ...HISTORIES[state])
          .when(verb)
          .thenRefused('move-not-permitted').facts,
      ).toEqual({
        state,
        possible: TREND_TRANSITIONS[state],
      });
  given(problemTrend).when(accept).thenRefused('not-found');
});

test('the moves are those of the published table', () => {
  const moves = Object.values(TREND_MOVES).flatMap(({ from, to }) => from.map((state) => `${state} → ${to}`));
  expect(moves.sort()).toEqual(
    TREND_STATES.flatMap((from) => TREND_TRANSITIONS[from].map((to) => `${from} → ${to}`)).sort(),
  );
});
