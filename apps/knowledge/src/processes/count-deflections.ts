import type { ArticleUseEvent } from '@opsledger/contracts';
import { process, schedule } from '@opsledger/event-sourcing';
import { settledAt } from '../use/deflection';
import { order } from './order';

/** A day after a requester read an article, it is asked whether they reported an incident since. */
export const countDeflections = process<ArticleUseEvent>({
  name: 'count-article-deflections',
  handlers: {
    ArticleViewed: ({ subject, occurredAt, data: { person, reader, day } }) => {
      if (reader !== 'requester') return [];
      const settle = order('SettleArticleView', subject, { person, viewedAt: occurredAt });
      return [schedule(`deflection ${subject} ${person.id} ${day}`, settledAt(occurredAt), settle)];
    },
  },
});
