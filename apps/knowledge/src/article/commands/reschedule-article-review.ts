import type { ArticleEvent, CommandOf, ReportArticleReviewDue, RescheduleArticleReview } from '@opsledger/contracts';
import { isLive, keysOf, readerState, type KnownArticle } from '../article-state';
import { articleNotPublished } from '../article.errors';
import { requireDayToCome } from '../guards';

export function rescheduleArticleReview(
  { data: { reviewBy, confirmed = false }, now }: CommandOf<typeof RescheduleArticleReview>,
  state: KnownArticle,
): ArticleEvent[] {
  if (!isLive(state)) throw articleNotPublished(state.number, readerState(state));
  requireDayToCome(state.number, reviewBy, now);
  if (reviewBy === state.reviewBy && !confirmed) return [];
  const change = { before: state.reviewBy, after: reviewBy };
  return [{ type: 'ArticleReviewRescheduled', data: { keys: keysOf(state), reviewBy: change, confirmed } }];
}

/** Once for each day that was set; what is not live any more is not looked at. */
export const reportArticleReviewDue = (
  { data: { reviewBy } }: CommandOf<typeof ReportArticleReviewDue>,
  state: KnownArticle,
): ArticleEvent[] =>
  isLive(state) && state.reviewBy === reviewBy && !state.reviewDue
    ? [{ type: 'ArticleReviewFellDue', data: { keys: keysOf(state), reviewBy, owner: state.owner } }]
    : [];
