import { DraftArticle, PublishArticle, SubmitArticle } from '@opsledger/contracts';
import type { Cast } from './cast';
import type { PlannedArticle } from './operations';
import { Storyline } from './story';
import { DAY, whenPeopleWork } from './times';

/** When readers find it: some days after it was begun. */
export const publishedAt = ({ at }: PlannedArticle): number => whenPeopleWork(at + 4 * DAY, 30);

/** Whoever reports in the portal may help themselves. */
export const isPublic = ({ service }: PlannedArticle): boolean =>
  service.channels.some(([channel]) => channel === 'portal');

/** An article, written by one and published by another. */
export function articleStory(article: PlannedArticle, cast: Cast): Storyline {
  const { service, trouble, at } = article;
  const line = new Storyline(at);
  line.tell(DraftArticle, {
    title: `How to: ${trouble.title}`,
    body: `## What people notice\n\n${trouble.title}.\n\n## What helps\n\n${trouble.notes}\n`,
    category: service.category,
    service: cast.item(service.name),
    audience: isPublic(article) ? 'public' : 'internal',
    tags: [trouble.subcategory.toLowerCase()],
  });
  line.waitUntil(whenPeopleWork(at + 2 * DAY, 10)).tell(SubmitArticle, {});
  return line.waitUntil(publishedAt(article)).tellAsReviewer(PublishArticle, {});
}
