import type { ArticleEvent, CommandOf, StartArticleVersion } from '@opsledger/contracts';
import { keysOf, workState, type Draft, type KnownArticle } from '../article-state';
import { requireNoDraft } from '../transitions';

export function startArticleVersion(
  { data }: CommandOf<typeof StartArticleVersion>,
  state: KnownArticle,
): ArticleEvent[] {
  if (workState(state) === 'draft') return [];
  requireNoDraft(state);
  return [versionStarted(state, data.reason ?? null)];
}

/** The draft that a next version begins as: what is live says, or said last. */
export const nextDraft = ({ live, last, highest }: KnownArticle): Draft => ({
  articleVersion: highest + 1,
  state: 'draft',
  content: (live ?? last)!.content,
  contributors: [],
});

export function versionStarted(state: KnownArticle, reason: string | null): ArticleEvent {
  const draft = nextDraft(state);
  return {
    type: 'ArticleVersionStarted',
    data: { keys: keysOf(state, { draft }), version: draft.articleVersion, reason },
  };
}
