import { Type, type Static } from '@sinclair/typebox';
import { CalendarDate, Instant, Maybe, OneOf, Reference } from '../kit';
import { ArticleContent } from './events';
import { ARTICLE_LINK_KINDS, ARTICLE_STATES, AUDIENCES, DRAFT_STATES } from './lifecycle';

const Text = Type.String();
const Count = Type.Integer({ minimum: 0 });
const { Optional } = Type;

/** An article in a list: what its live version says, or, when there is none, its draft or what was live last. */
export const ArticleSummary = Type.Object({
  id: Text,
  number: Text,
  state: OneOf(ARTICLE_STATES),
  title: Text,
  audience: OneOf(AUDIENCES),
  category: Maybe(Text),
  tags: Type.Array(Text),
  service: Maybe(Reference),
  language: Text,
  articleVersion: Type.Integer({ description: 'Version of the article that this is, counted from 1.' }),
  knownError: Type.Boolean(),
  publishedAt: Maybe(Instant()),
  version: Type.Integer({ description: 'Facts recorded so far; the ETag.' }),
  draft: Optional(
    Maybe(
      Type.Object(
        { articleVersion: Type.Integer(), state: OneOf(DRAFT_STATES), title: Text, audience: OneOf(AUDIENCES) },
        { description: 'The version that is being worked on. Only for staff.' },
      ),
    ),
  ),
  owner: Optional(Maybe(Reference)),
  reviewBy: Optional(Maybe(CalendarDate())),
  reviewDueSince: Optional(Maybe(Instant())),
  createdAt: Optional(Instant()),
  updatedAt: Optional(Instant()),
});
export type ArticleSummary = Static<typeof ArticleSummary>;

/** How an article is used. */
export const ArticleFigures = Type.Object({
  views: Count,
  requesterViews: Count,
  deflected: Count,
  /** Incidents resolved with it. */
  resolved: Count,
  /** Incidents that point at it. */
  linked: Count,
  helpful: Count,
  notHelpful: Count,
  lastUsedAt: Maybe(Instant()),
});
export type ArticleFigures = Static<typeof ArticleFigures>;

/** One version of an article, as it ended up. */
export const ArticleVersion = Type.Object({
  articleVersion: Type.Integer(),
  state: OneOf(ARTICLE_STATES),
  content: ArticleContent,
  contributors: Type.Array(Reference),
  startedAt: Instant(),
  submittedAt: Maybe(Instant()),
  remarks: Type.Array(Type.Object({ at: Instant(), by: Reference, remarks: Text })),
  publishedAt: Maybe(Instant()),
  publishedBy: Maybe(Reference),
  endedAt: Maybe(Instant({ description: 'When another took its place, or it was retired or given up.' })),
});
export type ArticleVersion = Static<typeof ArticleVersion>;

const { body: _body, ...versionHead } = ArticleContent.properties;

/** One article, in the version asked for. */
export const ArticleView = Type.Object({
  ...ArticleSummary.properties,
  body: Type.String({ description: 'Markdown, as it was written.' }),
  html: Optional(Type.String({ description: 'The body as safe HTML, when asked for.' })),
  shown: OneOf(ARTICLE_STATES, { description: 'State of the version that is shown.' }),
  contributors: Optional(Type.Array(Reference)),
  remarks: Optional(ArticleVersion.properties.remarks),
  knownErrorOf: Optional(Maybe(Reference)),
  links: Optional(Type.Array(Type.Object({ kind: OneOf(ARTICLE_LINK_KINDS), target: Reference }))),
  versions: Optional(
    Type.Array(
      Type.Object({
        articleVersion: Type.Integer(),
        state: OneOf(ARTICLE_STATES),
        title: versionHead.title,
        publishedAt: Maybe(Instant()),
        publishedBy: Maybe(Reference),
        endedAt: Maybe(Instant()),
      }),
    ),
  ),
  retiredBecause: Optional(Maybe(Text)),
  use: Optional(ArticleFigures),
});
export type ArticleView = Static<typeof ArticleView>;

const hit = {
  id: Text,
  number: Text,
  title: Text,
  audience: OneOf(AUDIENCES),
  category: Maybe(Text),
  tags: Type.Array(Text),
  service: Maybe(Reference),
  language: Text,
  articleVersion: Type.Integer(),
  knownError: Type.Boolean(),
  publishedAt: Instant(),
};

/** An article that was found. */
export const ArticleHit = Type.Object({
  ...hit,
  score: Type.Number(),
  snippet: Type.String({ description: 'HTML, escaped; what matches is in `<mark>`.' }),
});
export type ArticleHit = Static<typeof ArticleHit>;

/**
 * What speaks for an article: words in common, a configuration item, service or category in common, that it tells a
 * known error, that readers found it helpful.
 */
export const SUGGESTION_REASONS = ['words', 'ci', 'service', 'category', 'known_error', 'helpful'] as const;

/** An article that may help with an incident, and why. */
export const ArticleSuggestion = Type.Object({
  ...hit,
  score: Type.Number(),
  reasons: Type.Array(
    Type.Object({
      kind: OneOf(SUGGESTION_REASONS),
      /** Words that occur, or the name of what both are about. */
      what: Type.Array(Text),
      score: Type.Number(),
    }),
  ),
});
export type ArticleSuggestion = Static<typeof ArticleSuggestion>;
