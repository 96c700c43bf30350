import type { ArticleContent, ArticleEvent, ArticleKeys } from '@opsledger/contracts';
import { isKnown, type Article, type Draft, type KnownArticle, type Version, type Versions } from './article-state';

/** Accepts every recorded fact in any order. */
export function evolve(state: Article, event: ArticleEvent): Article {
  const before = isKnown(state) ? state : blank(event.data.keys);
  switch (event.type) {
    case 'ArticleDrafted': {
      const { content, contributors, owner, knownErrorOf } = event.data;
      const draft: Draft = { articleVersion: 1, state: 'draft', content, contributors };
      return { ...having(before, { live: null, draft, last: null }), owner, knownErrorOf };
    }
    case 'ArticleDraftRevised':
      return drafted(before, (draft) => ({
        ...draft,
        contributors: event.data.contributors,
        content: revised(event.data),
      }));
    case 'ArticleSubmitted':
      return drafted(before, (draft) => ({ ...draft, state: 'in_review' }));
    case 'ArticleReturned':
      return drafted(before, (draft) => ({ ...draft, state: 'draft' }));
    case 'ArticlePublished': {
      const { version: articleVersion, content, reviewBy } = event.data;
      const live: Version = { articleVersion, content };
      return { ...having(before, { live, draft: null, last: before.live }), reviewBy, reviewDue: false };
    }
    case 'ArticleVersionStarted':
      return withNextDraft(before, event.data.version);
    case 'ArticleDraftDiscarded':
      return withoutDraft(before);
    case 'ArticleRetired':
      return having(before, ended(before.live, before.live, before.draft));
    case 'ArticleOwnerChanged':
      return { ...before, owner: event.data.owner.after };
    case 'ArticleReviewRescheduled':
      return { ...before, reviewBy: event.data.reviewBy.after, reviewDue: false };
    case 'ArticleReviewFellDue':
      return { ...before, reviewDue: true };
    case 'ArticleLinked':
      return { ...before, links: [...without(before, event.data), link(event.data)] };
    case 'ArticleUnlinked':
      return { ...before, links: without(before, event.data) };
    default:
      return event satisfies never;
  }
}

function withNextDraft(article: KnownArticle, articleVersion: number): KnownArticle {
  const { content } = (article.live ?? article.last ?? article.draft)!;
  const draft: Draft = { articleVersion, state: 'draft', content, contributors: [] };
  return { ...having(article, { ...article, draft }), highest: articleVersion };
}

function withoutDraft(article: KnownArticle): KnownArticle {
  const { draft, live, last } = article;
  return live ? having(article, { live, draft: null, last }) : having(article, ended(draft, last ?? draft));
}

/** An article whose first recorded fact is not its drafting starts from what every fact carries. */
function blank(keys: ArticleKeys): KnownArticle {
  const { number, audience, category, service, version } = keys;
  const content: ArticleContent = {
    title: number,
    body: number,
    audience,
    category,
    tags: [],
    service,
    language: 'en',
  };
  const draft: Draft = { articleVersion: version, state: 'draft', content, contributors: [] };
  return {
    status: 'known',
    number,
    highest: version,
    owner: null,
    reviewBy: null,
    reviewDue: false,
    knownErrorOf: null,
    links: [],
    live: null,
    draft,
    last: null,
  };
}

const having = (article: KnownArticle, { live, draft, last }: Versions): KnownArticle =>
  ({ ...article, live, draft, last }) as KnownArticle;

const ended = (version: Version | null, last: Version | null, draft: Draft | null = null): Versions =>
  (draft ? { live: null, draft, last } : { live: null, draft: null, last: last ?? version }) as Versions;

const drafted = (article: KnownArticle, change: (draft: Draft) => Draft): KnownArticle =>
  article.draft ? { ...article, draft: change(article.draft) } : article;

type Revision = Extract<ArticleEvent, { type: 'ArticleDraftRevised' }>['data'];

/** Content after a revision; what did not change is told by it, too. */
export const revised = ({ title, body, audience, category, tags, service, language }: Revision): ArticleContent => ({
  title: title.after,
  body: body.after,
  audience: audience.after,
  category: category.after,
  tags: tags.after,
  service: service.after,
  language: language.after,
});

type Linking = Extract<ArticleEvent, { type: 'ArticleLinked' }>['data'];
const link = ({ kind, target }: Linking) => ({ kind, target });
const without = ({ links }: KnownArticle, { kind, target }: Linking) =>
  links.filter((it) => it.kind !== kind || it.target.id !== target.id);
