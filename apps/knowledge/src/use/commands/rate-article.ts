import type { ArticleUseEvent, CommandOf, RateArticle } from '@opsledger/contracts';
import { kept } from '../buckets';
import { requireReadable, type ArticleUse, type UsedArticleLookups } from '../use-state';

export function rateArticle(
  { id, data, actor, lookups }: CommandOf<typeof RateArticle, UsedArticleLookups>,
  { answers }: ArticleUse,
): ArticleUseEvent[] {
  const keys = requireReadable(id, lookups);
  const before = kept(answers, actor.id) ?? { helpful: null, comment: null };
  const { helpful, comment = null } = data;
  if (before.helpful === helpful && before.comment === comment) return [];
  return [
    {
      type: 'ArticleRated',
      data: {
        keys,
        person: { id: actor.id, name: actor.name },
        helpful: { before: before.helpful, after: helpful },
        comment: { before: before.comment, after: comment },
      },
    },
  ];
}
