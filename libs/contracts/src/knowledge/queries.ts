import { Type } from '@sinclair/typebox';
import {
  AnyOf,
  CalendarDate,
  HistoryEntry,
  Instant,
  Line,
  OneOf,
  PageOf,
  Payload,
  ROLES,
  STAFF,
  SortedBy,
  listParams,
  queriesOf,
} from '../kit';
import { ArticleLanguage } from './events';
import { ARTICLE_STATES, AUDIENCES, DRAFT_STATES } from './lifecycle';
import { ArticleHit, ArticleSuggestion, ArticleSummary, ArticleView } from './views';

const query = queriesOf('knowledge');
const { Optional } = Type;

/** What a list of articles may be sorted by; a leading `-` means descending. */
export const ARTICLE_SORTS = ['updatedAt', 'publishedAt', 'number', 'title', 'reviewBy'] as const;
export type ArticleSort = (typeof ARTICLE_SORTS)[number];

const privacy = 'A requester finds public articles that are live, and nothing of their drafts.';
const ArticleName = Line(200, { description: 'Id, or number such as `KB0000042`.' });

const narrowed = {
  category: Optional(Line(200)),
  serviceId: Optional(Line(200)),
  audience: Optional(OneOf(AUDIENCES)),
  tag: Optional(Line(60)),
  language: Optional(ArticleLanguage),
  knownError: Optional(Type.Boolean()),
};

/**
 * Filters narrow together. For requesters those about drafts, owner, problem and review do not narrow, and last updated
 * and review day are ordered as last published.
 */
export const ListArticles = query('ListArticles', {
  route: 'GET /v1/knowledge',
  roles: ROLES,
  summary: 'Articles, filtered and sorted',
  description: privacy,
  params: Payload({
    ...listParams,
    ...narrowed,
    state: Optional(AnyOf(ARTICLE_STATES)),
    draft: Optional(AnyOf(DRAFT_STATES)),
    service: Optional(Line(300, { description: 'Name of the service.' })),
    ownerId: Optional(Line(200)),
    owner: Optional(Line(300, { description: 'Name of the owner.' })),
    number: Optional(Line(40, { examples: ['KB0000042'] })),
    problemId: Optional(Line(200, { description: 'The problem whose known error it tells.' })),
    reviewDueBefore: Optional(
      CalendarDate({ description: 'Live, and to be looked at before this day: the list of reviews due, for staff.' }),
    ),
    sort: Optional(SortedBy(ARTICLE_SORTS, '-updatedAt')),
  }),
  result: PageOf(ArticleSummary),
});

/**
 * By full text; where a word occurs nowhere, those up to two letters away stand in. `matched` of `some`: no article has
 * all the words. The first 12 words count.
 */
export const SearchArticles = query('SearchArticles', {
  route: 'GET /v1/knowledge/search',
  roles: ROLES,
  summary: 'Find live articles by words, also mistyped ones',
  description: `${privacy} Titles count more than tags, tags more than the body.`,
  params: Payload({
    q: Line(200, { description: 'Words that are looked for; the last may be the beginning of one.' }),
    ...narrowed,
    limit: Optional(Type.Integer({ minimum: 1, maximum: 50, default: 10 })),
  }),
  result: Type.Object({
    items: Type.Array(ArticleHit),
    matched: OneOf(['all', 'some', 'none'], { description: 'Whether all the words occur in what was found.' }),
    corrections: Type.Array(Type.Object({ word: Type.String(), instead: Type.Array(Type.String()) }), {
      description: 'Words that occur nowhere, and those that were looked for in their place.',
    }),
  }),
});

/**
 * By the ten rarest words of the text, and by item, service, category, known error and what readers found helpful.
 * Answers 400 without any of the four, or beyond 50 items.
 */
export const SuggestArticles = query('SuggestArticles', {
  route: 'GET /v1/knowledge/suggestions',
  roles: ROLES,
  summary: 'Articles that may help with an incident, and why',
  description: `${privacy} Not every word has to occur: rare ones count more. Give at least one of the parameters.`,
  params: Payload({
    text: Optional(Line(5_000, { description: 'Title and description of the incident.' })),
    ciIds: Optional(Line(4_000, { description: 'Ids of configuration items, comma separated; 50 at most.' })),
    category: Optional(Line(200)),
    serviceId: Optional(Line(200)),
    limit: Optional(Type.Integer({ minimum: 1, maximum: 20, default: 5 })),
  }),
  result: Type.Object({ items: Type.Array(ArticleSuggestion) }),
});

/**
 * The same 404 for an article that is unknown and for one that is not the caller's to read, so that nobody learns
 * which it is.
 */
export const GetArticle = query('GetArticle', {
  route: 'GET /v1/knowledge/:id',
  roles: ROLES,
  versioned: true,
  summary: 'One article: what is live, or for staff any version, now or as it was',
  description: `${privacy} Staff who name no version see the live one, else the draft, else what was live last.`,
  params: Payload({
    id: ArticleName,
    version: Optional(
      Type.String({ pattern: '^(live|draft|[1-9][0-9]{0,5})$', description: '`live`, `draft`, or a number from 1.' }),
    ),
    html: Optional(Type.Boolean({ description: 'The body as safe HTML, too.' })),
    asOf: Optional(Instant({ description: 'As it was at this instant, by what is known of it now.' })),
  }),
  result: ArticleView,
});

/** By id or number; 404 when unknown. How it is used is recorded in a history of its own and not told here. */
export const GetArticleHistory = query('GetArticleHistory', {
  route: 'GET /v1/knowledge/:id/history',
  roles: STAFF,
  summary: 'Every fact about an article, in the order recorded',
  params: Payload({ id: ArticleName }),
  result: Type.Object({ id: Type.String(), number: Type.String(), items: Type.Array(HistoryEntry) }),
});

/**
 * `articleVersion` is the version that was rated. Without answers the page is empty, also for an id that is unknown;
 * 404 for an unknown number.
 */
export const ListArticleFeedback = query('ListArticleFeedback', {
  route: 'GET /v1/knowledge/:id/feedback',
  roles: STAFF,
  summary: 'What people said of an article: the answer of each, the latest first',
  params: Payload({ id: ArticleName, ...listParams, helpful: Optional(Type.Boolean()) }),
  result: PageOf(
    Type.Object({
      person: Type.Object({ id: Type.String(), name: Type.String() }),
      helpful: Type.Boolean(),
      comment: Type.Union([Type.String(), Type.Null()]),
      articleVersion: Type.Integer(),
      at: Instant(),
    }),
  ),
});

/** What may be asked about articles; requesters learn of public live ones alone. */
export const knowledgeQueries = [
  ListArticles,
  SearchArticles,
  SuggestArticles,
  GetArticle,
  GetArticleHistory,
  ListArticleFeedback,
] as const;
