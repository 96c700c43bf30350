import type { ArticleEvent, CommandOf, PublishArticle } from '@opsledger/contracts';
import { keysOf, workState, type KnownArticle } from '../article-state';
import { reviewerIsAuthor } from '../article.errors';
import { requireDayToCome } from '../guards';
import { requireDraftMove } from '../transitions';

export function publishArticle(
  { data, actor, now }: CommandOf<typeof PublishArticle>,
  state: KnownArticle,
): ArticleEvent[] {
  if (workState(state) === 'published') return [];
  requireDraftMove(state, 'ArticlePublished');
  const { articleVersion, content, contributors } = state.draft;
  if (contributors.some(({ id }) => id === actor.id))
    throw reviewerIsAuthor(state.number, articleVersion, contributors);
  if (data.reviewBy !== undefined) requireDayToCome(state.number, data.reviewBy, now);
  return [
    {
      type: 'ArticlePublished',
      data: {
        keys: keysOf(state, { live: { articleVersion, content }, draft: null }),
        version: articleVersion,
        content,
        contributors: [...contributors],
        reviewBy: data.reviewBy ?? inAYear(now),
        knownError: state.knownErrorOf !== null,
      },
    },
  ];
}

/** The same day of the next year; of the 29 February the day after. */
function inAYear(now: string): string {
  const day = new Date(now);
  day.setUTCFullYear(day.getUTCFullYear() + 1);
  return day.toISOString().slice(0, 10);
}
