import type { ArticleEvent, CommandOf, DiscardArticleDraft } from '@opsledger/contracts';
import { keysOf, type KnownArticle } from '../article-state';
import { requireDraftMove } from '../transitions';

export function discardArticleDraft(
  { data: { reason } }: CommandOf<typeof DiscardArticleDraft>,
  state: KnownArticle,
): ArticleEvent[] {
  requireDraftMove(state, 'ArticleDraftDiscarded');
  const { articleVersion: version } = state.draft;
  const keys = keysOf(state, { draft: null, last: state.last ?? state.draft });
  return [{ type: 'ArticleDraftDiscarded', data: { keys, version, reason } }];
}
