import type { AccessTokenEvent, ProblemSettingsEvent, TeamEvent, TrendDetectionEvent } from '@opsledger/contracts';
import { cancel, process, schedule, send, type Effect } from '@opsledger/event-sourcing';
import type { RecordedEvent } from '@opsledger/event-store';
import { v5 as uuidOf } from 'uuid';
import { toProblem } from './orders';

/** There is one timer for the next time: whoever sets it takes the place of the one before. */
const TIMER = 'detect trends';
/** Apart from it, so that a search that is due sooner stays so; both lead to the same. */
const WAKER = 'wake to detect trends';
const DETECTIONS = '9f6dd4d2-0b52-5c39-8f61-3f7e7d5b1c40';
const HOUR_MS = 3_600_000;

const detectAt = ({ id }: RecordedEvent, due: string, timer = TIMER): Effect =>
  schedule(timer, due, toProblem('DetectDueTrends', uuidOf(id, DETECTIONS), {}));

/** The next full hour, so that many such facts in a row put nothing off. */
const wake = (event: RecordedEvent): readonly Effect[] => {
  const hour = (Math.floor(Date.parse(event.recordedAt) / HOUR_MS) + 1) * HOUR_MS;
  return [detectAt(event, new Date(hour).toISOString(), WAKER)];
};

type Seen = TrendDetectionEvent | ProblemSettingsEvent | TeamEvent | AccessTokenEvent;

/**
 * Looks for trends again and again, each time setting the timer for the next. The first time is set by facts that
 * every installation has and that are rare: logging an incident costs nothing.
 */
export const detectTrends = process<Seen>({
  name: 'detect-trends',
  patienceMs: 60_000,
  handlers: {
    AccessTokenIssued: wake,
    TeamFormed: wake,
    ProblemTrendRuleRevised: (event) => {
      const { ci, category, everyMinutes } = event.data.rule.after;
      if (!ci && !category) return [cancel(TIMER), cancel(WAKER)];
      return [detectAt(event, new Date(Date.parse(event.recordedAt) + everyMinutes * 60_000).toISOString())];
    },
    ProblemTrendsDetected: (event) => {
      const { trends, nextAt } = event.data;
      const proposed = trends.map(({ id, ordinal, evidence }) =>
        send(toProblem('ProposeProblemTrend', id, { ordinal, evidence })),
      );
      return [...proposed, nextAt === null ? cancel(TIMER) : detectAt(event, nextAt)];
    },
  },
});
