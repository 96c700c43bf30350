import { Type } from '@sinclair/typebox';
import { CalendarDate, Line, Maybe, OneOf, Payload, Prose, Reference, commandsOf } from '../kit';
import { ArticleLanguage, ArticleTags } from './events';
import { ARTICLE_LINK_KINDS, AUDIENCES, LONGEST_ARTICLE } from './lifecycle';

const command = commandsOf('knowledge', 'article');
const byAuthors = { roles: ['agent', 'problem-manager', 'knowledge-editor'] } as const;
const byEditors = { roles: ['knowledge-editor'] } as const;
const byProcesses = { roles: [] } as const;
const { Optional } = Type;

const Reason = Prose(2000);
const Body = Prose(LONGEST_ARTICLE, { description: 'Markdown. HTML in it is shown as text.' });

/** The author answers for it unless another `owner` is named. Nothing is refused. */
export const DraftArticle = command('DraftArticle', {
  ...byAuthors,
  route: 'POST /v1/knowledge',
  creates: true,
  summary: 'Begin an article: its first version is a draft',
  payload: Payload({
    title: Line(300),
    body: Body,
    audience: Optional(OneOf(AUDIENCES, { description: 'Default: `internal`.' })),
    category: Optional(Line(200)),
    tags: Optional(ArticleTags),
    service: Optional(Reference),
    language: Optional(ArticleLanguage),
    owner: Optional(Reference),
    cis: Optional(Type.Array(Reference, { maxItems: 100, description: 'Configuration items it is about.' })),
  }),
});

/**
 * Refused unless there is a draft that is not in review; what it says already records nothing and makes nobody an
 * author.
 */
export const ReviseArticle = command('ReviseArticle', {
  ...byAuthors,
  route: 'POST /v1/knowledge/:id/revise',
  summary: 'Change what the draft says',
  description: 'What is left out stays. Whoever changes a draft is one of its authors and cannot review it.',
  payload: Payload({
    title: Optional(Line(300)),
    body: Optional(Body),
    audience: Optional(OneOf(AUDIENCES)),
    category: Optional(Maybe(Line(200))),
    tags: Optional(ArticleTags),
    service: Optional(Maybe(Reference)),
    language: Optional(ArticleLanguage),
  }),
});

/** Refused without a draft; in review already, nothing is recorded. */
export const SubmitArticle = command('SubmitArticle', {
  ...byAuthors,
  route: 'POST /v1/knowledge/:id/submit',
  summary: 'Ask for a review: draft → in review',
  payload: Payload({ note: Optional(Reason) }),
});

/** Refused unless in review, and for those who are neither editors nor among its authors. */
export const ReturnArticle = command('ReturnArticle', {
  ...byAuthors,
  route: 'POST /v1/knowledge/:id/return',
  summary: 'Ask for changes: in review → draft',
  description: 'By a knowledge editor, or by one of its authors, who takes it back.',
  payload: Payload({ remarks: Prose(5000, { description: 'What is to be changed.' }) }),
});

/**
 * Refused unless in review, for each of its authors, and for a `reviewBy` that is not after today (UTC). Published
 * with no draft beside it, nothing is recorded.
 */
export const PublishArticle = command('PublishArticle', {
  ...byEditors,
  route: 'POST /v1/knowledge/:id/publish',
  summary: 'Approve and publish: in review → published',
  description: 'By somebody who did not write this version. It takes the place of the version before.',
  payload: Payload({
    reviewBy: Optional(CalendarDate({ description: 'A day to come. Default: in a year.' })),
  }),
});

/**
 * Says at first what is live, or was last. With a draft there is already nothing is recorded; while one is in review
 * it is refused.
 */
export const StartArticleVersion = command('StartArticleVersion', {
  ...byAuthors,
  route: 'POST /v1/knowledge/:id/start-version',
  summary: 'Begin the next version; what is live stays live',
  description: 'Also of a retired article, to bring it back.',
  payload: Payload({ reason: Optional(Reason) }),
});

/** Refused without a draft and while it is in review; an article without a live version is retired by it. */
export const DiscardArticleDraft = command('DiscardArticleDraft', {
  ...byAuthors,
  route: 'POST /v1/knowledge/:id/discard-draft',
  summary: 'Give the draft up; what is live stays live',
  payload: Payload({ reason: Reason }),
});

/**
 * Refused for an article that has a draft but no live version; one that is retired already records nothing.
 * `replacedBy` is linked.
 */
export const RetireArticle = command('RetireArticle', {
  ...byEditors,
  route: 'POST /v1/knowledge/:id/retire',
  summary: 'Take the live version away: published → retired',
  description: 'Works at once, also while a next version is drafted: the draft stays.',
  payload: Payload({ reason: Reason, replacedBy: Optional(Reference) }),
});

/** Null: nobody. Permitted in every state; the same person again records nothing. */
export const ChangeArticleOwner = command('ChangeArticleOwner', {
  ...byEditors,
  route: 'POST /v1/knowledge/:id/change-owner',
  summary: 'Name the person who answers for it',
  payload: Payload({ owner: Maybe(Reference) }),
});

/**
 * Refused for an article that is not live, and for a day that is not after today (UTC). The same day unconfirmed
 * records nothing.
 */
export const RescheduleArticleReview = command('RescheduleArticleReview', {
  ...byEditors,
  route: 'POST /v1/knowledge/:id/reschedule-review',
  summary: 'Set the day by which it is looked at again',
  payload: Payload({
    reviewBy: CalendarDate({ description: 'A day to come.' }),
    confirmed: Optional(Type.Boolean({ description: 'Somebody looked: it is still true.' })),
  }),
});

/** Permitted in every state, refused for the article itself; again it records nothing. */
export const LinkArticle = command('LinkArticle', {
  ...byAuthors,
  route: 'POST /v1/knowledge/:id/links',
  summary: 'Link with another record',
  payload: Payload({ kind: OneOf(ARTICLE_LINK_KINDS), target: Reference }),
});

/** Permitted in every state; a link that is not there records nothing. */
export const UnlinkArticle = command('UnlinkArticle', {
  ...byAuthors,
  route: 'POST /v1/knowledge/:id/links/unlink',
  summary: 'Take a link off',
  payload: Payload({ kind: OneOf(ARTICLE_LINK_KINDS), targetId: Line(200) }),
});

/** Sent by a timer when the day begins in UTC; nothing is recorded once it is not live, or twice for a day. */
export const ReportArticleReviewDue = command('ReportArticleReviewDue', {
  ...byProcesses,
  summary: 'Record that the day to look at it has come, unless another was set since',
  payload: Payload({ reviewBy: CalendarDate() }),
});

/**
 * Sent to `knownErrorArticleId` by a process, also when a workaround is withdrawn. A retired or discarded article
 * stays so; a draft in review is returned.
 */
export const DraftKnownError = command('DraftKnownError', {
  ...byProcesses,
  creates: 'or-extends',
  summary: 'Draft the article of a known error, or propose what its problem says now',
  payload: Payload({
    problem: Reference,
    title: Line(300),
    description: Maybe(Prose()),
    workaround: Prose(),
    service: Maybe(Reference),
    category: Maybe(Line(200)),
  }),
});

/** What authors, editors and processes tell of an article; how it is used is in `articleUseCommands`. */
export const articleCommands = [
  DraftArticle,
  ReviseArticle,
  SubmitArticle,
  ReturnArticle,
  PublishArticle,
  StartArticleVersion,
  DiscardArticleDraft,
  RetireArticle,
  ChangeArticleOwner,
  RescheduleArticleReview,
  LinkArticle,
  UnlinkArticle,
  ReportArticleReviewDue,
  DraftKnownError,
] as const;
