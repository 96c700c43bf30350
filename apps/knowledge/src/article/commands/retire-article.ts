import type { ArticleEvent, CommandOf, RetireArticle } from '@opsledger/contracts';
import { keysOf, readerState, type KnownArticle } from '../article-state';
import { requireLive } from '../transitions';
import { linked } from './link-article';

export function retireArticle(command: CommandOf<typeof RetireArticle>, state: KnownArticle): ArticleEvent[] {
  const { reason, replacedBy } = command.data;
  if (readerState(state) === 'retired') return [];
  requireLive(state, 'ArticleRetired');
  const keys = keysOf(state, { live: null, last: state.live });
  const retired: ArticleEvent = {
    type: 'ArticleRetired',
    data: { keys, version: state.live.articleVersion, reason },
  };
  return replacedBy ? [...linked(command.id, state, { kind: 'replaced_by', target: replacedBy }), retired] : [retired];
}
