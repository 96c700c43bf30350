import type { ArticleLinkKind, ArticleState, Reference } from '@opsledger/contracts';
import { RecordNotFound, Refusal } from '@opsledger/event-sourcing';

/** Why the knowledge service says no. Each message names the article, its state and what to do instead. */
export type ArticleRefusal =
  | 'move-not-permitted'
  | 'article-not-in-draft'
  | 'article-not-published'
  | 'reviewer-is-author'
  | 'return-not-yours'
  | 'review-day-passed'
  | 'link-to-itself';

const refusal = (code: ArticleRefusal, detail: string, facts?: Record<string, unknown>): Refusal<ArticleRefusal> =>
  new Refusal(code, detail, facts);

export const articleNotFound = (id: string) => new RecordNotFound('article', id);

export const articleNotInDraft = (number: string, state: ArticleState) =>
  refusal(
    'article-not-in-draft',
    `${number} is ${state}: only a draft is changed. ` +
      (state === 'in_review' ? 'Take it back first (return).' : 'Begin its next version first (start-version).'),
    { state },
  );

export const articleNotPublished = (number: string, state: ArticleState) =>
  refusal('article-not-published', `${number} is ${state}: only a published article is looked at again.`, { state });

export const reviewerIsAuthor = (number: string, version: number, contributors: readonly Reference[]) =>
  refusal(
    'reviewer-is-author',
    `You wrote version ${version} of ${number}, or part of it: another knowledge editor reviews it.`,
    { contributors },
  );

export const returnNotYours = (number: string) =>
  refusal('return-not-yours', `${number} is in review: a knowledge editor returns it, or one who wrote it.`);

export const reviewDayPassed = (number: string, day: string) =>
  refusal('review-day-passed', `${number}: ${day} is no day to come. Give a later one.`);

export const linkToItself = (number: string, kind: ArticleLinkKind) =>
  refusal('link-to-itself', `${kind}: that is ${number} itself. Choose another record.`);
