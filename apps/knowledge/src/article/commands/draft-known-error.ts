import {
  LONGEST_ARTICLE,
  type ArticleContent,
  type ArticleEvent,
  type CommandOf,
  type DraftKnownError,
} from '@opsledger/contracts';
import { isKnown, isLive, type Article, type ArticleWithDraft, type KnownArticle } from '../article-state';
import { knownErrorBody, withWorkaround } from '../known-error-body';
import { DEFAULT_LANGUAGE, drafted, type NumberLookups } from './draft-article';
import { returned } from './return-article';
import { revision } from './revise-article';
import { nextDraft, versionStarted } from './start-article-version';

type Command = CommandOf<typeof DraftKnownError, NumberLookups>;

/** The first workaround drafts the article; a revised one is proposed in a draft, whatever people made of the rest. */
export function draftKnownError(command: Command, state: Article): ArticleEvent[] {
  return isKnown(state) ? proposed(command, state) : begun(command);
}

function begun({ data, lookups }: Command): ArticleEvent[] {
  const { problem, title, category, service } = data;
  const content: ArticleContent = {
    title,
    body: knownErrorBody(data).slice(0, LONGEST_ARTICLE),
    audience: 'internal',
    category,
    tags: ['known-error'],
    service,
    language: DEFAULT_LANGUAGE,
  };
  const origin = { owner: null, knownErrorOf: problem };
  return drafted(lookups.number, content, [], origin, [{ kind: 'problem', target: problem }]);
}

function proposed(command: Command, state: KnownArticle): ArticleEvent[] {
  const { content } = (state.draft ?? state.live ?? state.last)!;
  const body = withWorkaround(content.body, command.data.workaround).slice(0, LONGEST_ARTICLE);
  // What was retired or given up stays so: somebody decided that.
  if (body === content.body || (!state.draft && !isLive(state))) return [];
  const draft = state.draft ? { ...state.draft, state: 'draft' as const } : nextDraft(state);
  return [...opened(state), ...revision(command, { ...state, draft }, { ...content, body })];
}

const REVISED = 'The workaround of the problem was revised.';

function opened(state: KnownArticle): ArticleEvent[] {
  if (!state.draft) return [versionStarted(state, REVISED)];
  return state.draft.state === 'in_review' ? [returned(state as ArticleWithDraft, REVISED)] : [];
}
