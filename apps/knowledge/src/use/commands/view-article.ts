import {
  isStaff,
  type ArticleUseEvent,
  type CommandOf,
  type SettleArticleView,
  type ViewArticle,
} from '@opsledger/contracts';
import { kept } from '../buckets';
import { requireReadable, viewName, type ArticleUse, type UsedArticleLookups } from '../use-state';

export function viewArticle(
  command: CommandOf<typeof ViewArticle, UsedArticleLookups>,
  state: ArticleUse,
): ArticleUseEvent[] {
  const keys = requireReadable(command.id, command.lookups);
  const { actor, now } = command;
  const day = now.slice(0, 10);
  // A view that comes late, of a day before the last, counts as one of that day's.
  if (day <= state.day && kept(state.viewers, actor.id)) return [];
  const reader = isStaff(command) ? 'staff' : 'requester';
  return [{ type: 'ArticleViewed', data: { keys, person: { id: actor.id, name: actor.name }, reader, day } }];
}

export interface SettleArticleViewLookups extends UsedArticleLookups {
  /** The reader reported an incident within the day. */
  readonly reported: boolean;
}

export function settleArticleView(
  {
    data: { person, viewedAt },
    lookups: { keys, reported },
  }: CommandOf<typeof SettleArticleView, SettleArticleViewLookups>,
  state: ArticleUse,
): ArticleUseEvent[] {
  if (!keys || reported || state.settled.includes(viewName(person.id, viewedAt))) return [];
  return [{ type: 'ArticleDeflected', data: { keys, person, viewedAt } }];
}
