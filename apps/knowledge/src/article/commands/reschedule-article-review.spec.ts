import type { ArticleEvent } from '@opsledger/contracts';
import { command as anyCommand, given } from '@opsledger/testing';
import { article } from '../article';
import { AUTHOR, KEYS_LIVE as keys, aDraft, aPublishedArticle } from '../article.histories';

const now = '2026-06-01T12:00:00.000Z';
const command = (type: string, data: object) => anyCommand(type, data, { now });
const reschedule = (reviewBy: string, confirmed?: boolean) =>
  command('RescheduleArticleReview', { reviewBy, ...(confirmed !== undefined && { confirmed }) });
const rescheduled = (after: string, confirmed: boolean): ArticleEvent => ({
  type: 'ArticleReviewRescheduled',
  data: { keys, reviewBy: { before: '2027-01-01', after }, confirmed },
});

test('a review is set for another day, or confirmed for the same', () => {
  given(article, ...aPublishedArticle())
    .when(reschedule('2027-02-01'))
    .then(rescheduled('2027-02-01', false));
  given(article, ...aPublishedArticle())
    .when(reschedule('2027-01-01'))
    .thenNothing();
  given(article, ...aPublishedArticle())
    .when(reschedule('2027-01-01', true))
    .then(rescheduled('2027-01-01', true));
});

test('only a day to come, and only of what is live', () => {
  given(article, ...aPublishedArticle())
    .when(reschedule('2026-06-01'))
    .thenRefused('review-day-passed');
  given(article, ...aDraft())
    .when(reschedule('2027-02-01'))
    .thenRefused('article-not-published');
});

test('a review falls due once, and not for a day that was changed since', () => {
  const due = (reviewBy: string) => command('ReportArticleReviewDue', { reviewBy });
  const fellDue: ArticleEvent = { type: 'ArticleReviewFellDue', data: { keys, reviewBy: '2027-01-01', owner: AUTHOR } };
  given(article, ...aPublishedArticle())
    .when(due('2027-01-01'))
    .then(fellDue);
  given(article, ...aPublishedArticle(), fellDue)
    .when(due('2027-01-01'))
    .thenNothing();
  given(article, ...aPublishedArticle())
    .when(due('2026-12-01'))
    .thenNothing();
});
