import { RateArticle, ViewArticle } from '@opsledger/contracts';
import { publishedAt } from './article-story';
import type { PlannedArticle } from './operations';
import type { Random } from './random';
import { Storyline } from './story';
import { DAY, MINUTE, whenPeopleWork } from './times';

/** Staff read an article now and then as long as the year lasts, and say once whether it helped. */
export function readingStory(article: PlannedArticle, until: number, random: Random): Storyline {
  const line = new Storyline(publishedAt(article));
  for (let read = 1; line.at < until; read += 1) {
    line.waitUntil(whenPeopleWork(line.at + random.between(9, 30) * DAY, random.between(0, 90)));
    const isReviewer = read % 3 === 0;
    if (isReviewer) line.tellAsReviewer(ViewArticle, {});
    else line.tell(ViewArticle, {});
    if (read === 2) line.wait(3 * MINUTE).tell(RateArticle, { helpful: random.chance(0.8) });
    if (read === 3) line.wait(3 * MINUTE).tellAsReviewer(RateArticle, { helpful: random.chance(0.8) });
  }
  return line;
}
