import type { ProblemKind } from '@opsledger/service-kit';
import type { ArticleRefusal } from './article/article.errors';

/** Every refusal as HTTP tells it. */
export const problems: Readonly<Record<ArticleRefusal, ProblemKind>> = {
  'move-not-permitted': { status: 409, title: 'Move not permitted in this state' },
  'article-not-in-draft': { status: 409, title: 'Article is not in draft' },
  'article-not-published': { status: 409, title: 'Article is not published' },
  'reviewer-is-author': { status: 403, title: 'Authors do not review their own words' },
  'return-not-yours': { status: 403, title: 'Review is for editors and authors' },
  'review-day-passed': { status: 422, title: 'Day of the next review has passed' },
  'link-to-itself': { status: 422, title: 'Article points at itself' },
};
