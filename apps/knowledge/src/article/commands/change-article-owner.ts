import type { ArticleEvent, ChangeArticleOwner, CommandOf } from '@opsledger/contracts';
import { keysOf, type KnownArticle } from '../article-state';

export function changeArticleOwner(
  { data: { owner } }: CommandOf<typeof ChangeArticleOwner>,
  state: KnownArticle,
): ArticleEvent[] {
  if (owner?.id === state.owner?.id) return [];
  return [{ type: 'ArticleOwnerChanged', data: { keys: keysOf(state), owner: { before: state.owner, after: owner } } }];
}
