import type { ArticleContent, ArticleEvent, CommandOf, DraftArticle, Reference } from '@opsledger/contracts';
import { keysOf, type Draft } from '../article-state';
import { withAuthor } from '../guards';

export interface NumberLookups {
  readonly number: string;
}

type Command = CommandOf<typeof DraftArticle, NumberLookups>;

export const DEFAULT_LANGUAGE = 'en';

export function draftArticle(command: Command): ArticleEvent[] {
  const { data, lookups, actor } = command;
  const content: ArticleContent = {
    title: data.title,
    body: data.body,
    audience: data.audience ?? 'internal',
    category: data.category ?? null,
    tags: data.tags ?? [],
    service: data.service ?? null,
    language: data.language ?? DEFAULT_LANGUAGE,
  };
  const owner = data.owner ?? { id: actor.id, name: actor.name };
  return drafted(lookups.number, content, withAuthor([], command), { owner, knownErrorOf: null }, [
    ...distinct(data.cis ?? []).map((target) => ({ kind: 'about_ci', target }) as const),
  ]);
}

type Linking = Pick<Extract<ArticleEvent, { type: 'ArticleLinked' }>['data'], 'kind' | 'target'>;

/** The facts an article begins with. */
export function drafted(
  number: string,
  content: ArticleContent,
  contributors: Reference[],
  { owner, knownErrorOf }: { readonly owner: Reference | null; readonly knownErrorOf: Reference | null },
  links: readonly Linking[],
): ArticleEvent[] {
  const draft: Draft = { articleVersion: 1, state: 'draft', content, contributors };
  const keys = keysOf({ number, live: null, draft, last: null });
  return [
    { type: 'ArticleDrafted', data: { keys, content, contributors, owner, knownErrorOf } },
    ...links.map((link): ArticleEvent => ({ type: 'ArticleLinked', data: { keys, ...link } })),
  ];
}

const distinct = (references: readonly Reference[]): Reference[] => [
  ...new Map(references.map((reference) => [reference.id, reference])).values(),
];
