/**
 * States of a version of an article, and of the article itself: it is `published` as long as people can read a version,
 * else what its draft is, else `retired`.
 */
export const ARTICLE_STATES = ['draft', 'in_review', 'published', 'retired'] as const;
export type ArticleState = (typeof ARTICLE_STATES)[number];

/**
 * From → permitted next states. `published → draft` and `retired → draft` begin the next version; the published one
 * stays live until the next is published in its place. `draft → retired` is a draft that is given up.
 */
export const ARTICLE_TRANSITIONS: Readonly<Record<ArticleState, readonly ArticleState[]>> = {
  draft: ['in_review', 'retired'],
  in_review: ['draft', 'published'],
  published: ['draft', 'retired'],
  retired: ['draft'],
};

/** States of a version that is being worked on. */
export const DRAFT_STATES = ['draft', 'in_review'] as const;
export type DraftState = (typeof DRAFT_STATES)[number];

/** Who may read it: everybody, or staff alone. */
export const AUDIENCES = ['public', 'internal'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** What an article may point at. */
export const ARTICLE_LINK_KINDS = ['about_ci', 'problem', 'related', 'replaced_by'] as const;
export type ArticleLinkKind = (typeof ARTICLE_LINK_KINDS)[number];

/** Characters of Markdown an article may have. */
export const LONGEST_ARTICLE = 50_000;
