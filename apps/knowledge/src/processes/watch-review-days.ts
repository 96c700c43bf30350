import type { ArticleEvent } from '@opsledger/contracts';
import { cancel, process, schedule, type Effect } from '@opsledger/event-sourcing';
import { order } from './order';

const timer = (article: string): string => `review ${article}`;

const watch = (article: string, reviewBy: string | null): Effect[] =>
  reviewBy === null
    ? [cancel(timer(article))]
    : [schedule(timer(article), `${reviewBy}T00:00:00.000Z`, order('ReportArticleReviewDue', article, { reviewBy }))];

/** Says once when the day begins by which somebody was to look at a live article. */
export const watchReviewDays = process<ArticleEvent>({
  name: 'watch-article-review-days',
  handlers: {
    ArticlePublished: ({ subject, data }) => watch(subject, data.reviewBy),
    ArticleReviewRescheduled: ({ subject, data }) => watch(subject, data.reviewBy.after),
    ArticleRetired: ({ subject }) => [cancel(timer(subject))],
  },
});
