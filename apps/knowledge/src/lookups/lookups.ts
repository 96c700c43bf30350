import {
  ListIncidents,
  isStaff,
  knownErrorArticleId,
  type DraftKnownError,
  type SettleArticleView,
  type PayloadOf,
} from '@opsledger/contracts';
import { askingAs, numbered, type Lookup, type ServiceContext } from '@opsledger/service-kit';
import type { NumberLookups } from '../article/commands/draft-article';
import { articleRecords, keysOfDocument, mayRead } from '../queries/article-records';
import type { SettleArticleViewLookups } from '../use/commands/view-article';
import { settledAt } from '../use/deflection';
import type { UsedArticleLookups } from '../use/use-state';

const PREFIX = 'KB';
const ask = askingAs('knowledge');

/** An article that is there keeps its number: a workaround that is revised uses none up. */
const knownErrorNumber: Lookup<NumberLookups> = async ({ data }, context) => {
  const { problem } = data as PayloadOf<typeof DraftKnownError>;
  const facts = await articleRecords.factsOf(knownErrorArticleId(problem.id), context);
  const document = articleRecords.documentOf(facts);
  return { number: document?.number ?? (await context.numbers.next(PREFIX)) };
};

const usedArticle: Lookup<UsedArticleLookups> = async ({ id: addressed, data, actor, roles }, context) => {
  const { number: name } = data as { readonly number?: string };
  const id = name === undefined ? addressed : await articleRecords.idOf(name, context);
  if (id === undefined) return { keys: null };
  const document = articleRecords.documentOf(await articleRecords.factsOf(id, context));
  const asking = { actor, roles: isStaff({ actor, roles }) ? (['admin'] as const) : undefined };
  return { keys: document && mayRead(asking, document) ? keysOfDocument(document) : null };
};

const settleArticleView: Lookup<SettleArticleViewLookups> = async (command, context) => {
  const { person, viewedAt } = command.data as PayloadOf<typeof SettleArticleView>;
  const [used, reported] = await Promise.all([
    usedArticle(command, context),
    hasReported(person.id, viewedAt, context),
  ]);
  return { ...used, reported };
};

/** Whether the person called in an incident within the day after the view; one logged just now is looked for, too. */
async function hasReported(callerId: string, from: string, { services, store }: ServiceContext): Promise<boolean> {
  const params = { callerId, openedFrom: from, openedTo: settledAt(from), limit: 1 };
  const { items } = await ask(services, ListIncidents, params, await store.head());
  return items.length > 0;
}

/** By command. */
export const lookups: Readonly<Record<string, Lookup>> = {
  DraftArticle: numbered(PREFIX),
  DraftKnownError: knownErrorNumber,
  ViewArticle: usedArticle,
  RateArticle: usedArticle,
  NoteArticleUse: usedArticle,
  WithdrawArticleUse: usedArticle,
  SettleArticleView: settleArticleView,
};
