import type { LinkableKind, Reference } from '@opsledger/contracts';
import { publishedAt } from './article-story';
import type { DemoService, Trouble } from './catalogue';
import type { Operations } from './operations';
import { DAY } from './times';

/** What an incident has to do with a change or a problem. */
export interface Origin {
  readonly service: DemoService;
  readonly ci: string;
  readonly trouble?: Trouble;
  readonly link: { readonly kind: LinkableKind; readonly target: Reference };
}

/** What is known to incidents of the year's changes, problems and articles. */
export interface Aftermath {
  /** Where some of the incidents that begin at these instants come from. */
  readonly originsOf: (times: readonly number[]) => ReadonlyMap<number, Origin>;
  /** The article that helps with a trouble, once it is published. */
  readonly articleOn: (trouble: Trouble, at: number) => Reference | undefined;
}

export const NO_AFTERMATH: Aftermath = { originsOf: () => new Map(), articleOn: () => undefined };

const WITHIN = 3 * DAY;
const MOST_OF_A_PROBLEM = 5;

/** @param record The record of a change, problem or article by its key; absent where its story has not begun */
export function aftermathOf(
  { changes, problems, articles }: Operations,
  record: (key: string) => Reference | undefined,
): Aftermath {
  return {
    originsOf(times) {
      const origins = new Map<number, Origin>();
      const take = (from: number, to: number, most: number, origin: Origin): void => {
        const free = times.flatMap((at, index) => (at > from && at < to && !origins.has(index) ? [index] : []));
        for (const index of free.slice(0, most)) origins.set(index, origin);
      };
      for (const { key, service, ci, end, result } of changes) {
        const target = record(key);
        if (result === 'successful' || !target) continue;
        take(end, end + WITHIN, 1, { service, ci, link: { kind: 'caused_by_change', target } });
      }
      for (const { key, service, ci, trouble, at, fix } of problems) {
        const target = record(key);
        if (target)
          take(at + DAY, fix.start, MOST_OF_A_PROBLEM, { service, ci, trouble, link: { kind: 'problem', target } });
      }
      return origins;
    },
    articleOn(trouble, at) {
      const article = articles.find((one) => one.trouble === trouble && publishedAt(one) < at);
      return article && record(article.key);
    },
  };
}
