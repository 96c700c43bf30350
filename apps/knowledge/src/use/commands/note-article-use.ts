import type { ArticleUseEvent, CommandOf, NoteArticleUse, WithdrawArticleUse } from '@opsledger/contracts';
import type { ArticleUse, UsedArticleLookups } from '../use-state';

/** An incident may name an article of another system: that is no use of ours. */
export const noteArticleUse = (
  { data: { incident, how }, lookups: { keys } }: CommandOf<typeof NoteArticleUse, UsedArticleLookups>,
  state: ArticleUse,
): ArticleUseEvent[] =>
  keys && !state[how].includes(incident.id) ? [{ type: 'ArticleUsed', data: { keys, incident, how } }] : [];

export const withdrawArticleUse = (
  { data: { incident }, lookups: { keys } }: CommandOf<typeof WithdrawArticleUse, UsedArticleLookups>,
  state: ArticleUse,
): ArticleUseEvent[] =>
  keys && state.linked.includes(incident.id) ? [{ type: 'ArticleUseWithdrawn', data: { keys, incident } }] : [];
