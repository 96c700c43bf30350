import type { ArticleEvent, CommandOf, SubmitArticle } from '@opsledger/contracts';
import { keysOf, workState, type KnownArticle } from '../article-state';
import { requireDraftMove } from '../transitions';

export function submitArticle({ data }: CommandOf<typeof SubmitArticle>, state: KnownArticle): ArticleEvent[] {
  if (workState(state) === 'in_review') return [];
  requireDraftMove(state, 'ArticleSubmitted');
  const draft = { ...state.draft, state: 'in_review' as const };
  const version = draft.articleVersion;
  return [{ type: 'ArticleSubmitted', data: { keys: keysOf(state, { draft }), version, note: data.note ?? null } }];
}
