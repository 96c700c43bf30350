import type { ArticleContent, ArticleEvent, Reference } from '@opsledger/contracts';
import { AGENT } from '@opsledger/testing';

/** Histories by state, for specs. */
export const AUTHOR: Reference = { id: AGENT.id, name: AGENT.name };
export const CONTENT: ArticleContent = {
  ...{
    title: 'A title',
    body: 'A body.',
    audience: 'internal',
    category: null,
    tags: [],
    service: null,
    language: 'en',
  },
};
const shared = { number: 'KB0000042', audience: 'internal', category: null, service: null, version: 1 } as const;
export const KEYS_OF_DRAFT = { ...shared, state: 'draft', draft: 'draft' } as const;
export const KEYS_LIVE = { ...shared, state: 'published', draft: null } as const;

export const aDraft = (content: ArticleContent = CONTENT): ArticleEvent[] => [
  {
    type: 'ArticleDrafted',
    data: { keys: KEYS_OF_DRAFT, content, contributors: [AUTHOR], owner: AUTHOR, knownErrorOf: null },
  },
];

export const aPublishedArticle = (reviewBy = '2027-01-01'): ArticleEvent[] => [
  ...aDraft(),
  {
    type: 'ArticleSubmitted',
    data: { keys: { ...KEYS_OF_DRAFT, state: 'in_review', draft: 'in_review' }, version: 1, note: null },
  },
  {
    type: 'ArticlePublished',
    data: { keys: KEYS_LIVE, version: 1, content: CONTENT, contributors: [AUTHOR], reviewBy, knownError: false },
  },
];
