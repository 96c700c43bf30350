import type { ArticleEvent, CommandOf, ReturnArticle } from '@opsledger/contracts';
import type { Command as AnyCommand } from '@opsledger/event-sourcing';
import { keysOf, type ArticleWithDraft, type KnownArticle } from '../article-state';
import { returnNotYours } from '../article.errors';
import { requireDraftMove } from '../transitions';

const EDITORS = ['knowledge-editor', 'admin'];

export function returnArticle(command: CommandOf<typeof ReturnArticle>, state: KnownArticle): ArticleEvent[] {
  requireDraftMove(state, 'ArticleReturned');
  if (!mayReturn(command, state)) throw returnNotYours(state.number);
  return [returned(state, command.data.remarks)];
}

const mayReturn = ({ actor, roles = [] }: AnyCommand, { draft }: ArticleWithDraft): boolean =>
  actor.kind === 'process' ||
  roles.some((role) => EDITORS.includes(role)) ||
  draft.contributors.some(({ id }) => id === actor.id);

export function returned(state: ArticleWithDraft, remarks: string): ArticleEvent {
  const draft = { ...state.draft, state: 'draft' as const };
  return { type: 'ArticleReturned', data: { keys: keysOf(state, { draft }), version: draft.articleVersion, remarks } };
}
