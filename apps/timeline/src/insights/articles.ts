import { SuggestArticles, type ArticleSuggestion, type IncidentView, type Reference } from '@opsledger/contracts';
import type { Inquiry } from './inquiry';

const LONGEST_TEXT = 5_000;
const MOST_ITEMS = 50;

/** Articles that may help, by the words of the incident and by what it is about. */
export async function articlesFor(
  { title, description, category, service }: IncidentView,
  items: readonly Reference[],
  inquiry: Inquiry,
): Promise<ArticleSuggestion[]> {
  const ids = items.slice(0, MOST_ITEMS).map(({ id }) => id);
  const found = await inquiry.ask(
    SuggestArticles,
    {
      text: `${title} ${description ?? ''}`.slice(0, LONGEST_TEXT),
      ...(ids.length > 0 && { ciIds: ids.join(',') }),
      ...(category !== null && { category }),
      ...(service && { serviceId: service.id }),
    },
    undefined,
  );
  return found?.items ?? [];
}
