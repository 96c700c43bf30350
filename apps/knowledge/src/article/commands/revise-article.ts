import type { ArticleContent, ArticleEvent, CommandOf, ReviseArticle } from '@opsledger/contracts';
import type { Command as AnyCommand } from '@opsledger/event-sourcing';
import { keysOf, workState, type ArticleWithDraft, type Draft, type KnownArticle } from '../article-state';
import { articleNotInDraft } from '../article.errors';
import { withAuthor } from '../guards';

type Command = CommandOf<typeof ReviseArticle>;

export function reviseArticle(command: Command, state: KnownArticle): ArticleEvent[] {
  requireInDraft(state);
  const given = Object.entries(command.data).filter(([, value]) => value !== undefined);
  return revision(command, state, { ...state.draft.content, ...Object.fromEntries(given) });
}

function requireInDraft(state: KnownArticle): asserts state is ArticleWithDraft {
  if (state.draft?.state !== 'draft') throw articleNotInDraft(state.number, workState(state));
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The fact that a draft says this now; none when it does already. */
export function revision(
  by: Pick<AnyCommand, 'actor'>,
  state: Pick<ArticleWithDraft, 'number' | 'live' | 'draft' | 'last'>,
  content: ArticleContent,
): ArticleEvent[] {
  const { content: before, ...rest } = state.draft;
  const fields = Object.keys(before) as (keyof ArticleContent)[];
  if (fields.every((field) => isSame(before[field], content[field]))) return [];
  const contributors = withAuthor(rest.contributors, by);
  const draft: Draft = { ...rest, contributors, content };
  return [
    {
      type: 'ArticleDraftRevised',
      data: {
        keys: keysOf(state, { draft }),
        version: rest.articleVersion,
        contributors,
        title: { before: before.title, after: content.title },
        body: { before: before.body, after: content.body },
        audience: { before: before.audience, after: content.audience },
        category: { before: before.category, after: content.category },
        tags: { before: before.tags, after: content.tags },
        service: { before: before.service, after: content.service },
        language: { before: before.language, after: content.language },
      },
    },
  ];
}
