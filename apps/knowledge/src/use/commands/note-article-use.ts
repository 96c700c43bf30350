import type { ArticleUseEvent, CommandOf, NoteArticleUse, WithdrawArticleUse } from '@opsledger/contracts';
import { kept } from '../buckets';
import type { ArticleUse, UsedArticleLookups } from '../use-state';

/** An incident may name an article of another system: that is no use of ours. */
export const noteArticleUse = (
  { data: { incident, how }, lookups: { keys } }: CommandOf<typeof NoteArticleUse, UsedArticleLookups>,
  state: ArticleUse,
): ArticleUseEvent[] =>
  keys && !kept(state[how], incident.id) ? [{ type: 'ArticleUsed', data: { keys, incident, how } }] : [];

export const withdrawArticleUse = (
  { data: { incident }, lookups: { keys } }: CommandOf<typeof WithdrawArticleUse, UsedArticleLookups>,
  state: ArticleUse,
): ArticleUseEvent[] =>
  keys && kept(state.linked, incident.id) ? [{ type: 'ArticleUseWithdrawn', data: { keys, incident } }] : [];
