import type { ArticleEvent, ArticleState } from '@opsledger/contracts';
import { move, requireMove as requireMoveOf, type Move } from '@opsledger/event-sourcing';
import {
  readerState,
  workState,
  type ArticleWithDraft,
  type KnownArticle,
  type PublishedArticle,
} from './article-state';

/** The life cycle by its facts: every move of `ARTICLE_TRANSITIONS` has one, and none has another. */
export const MOVES = {
  ArticleSubmitted: move('submit', ['draft'], 'in_review'),
  ArticleReturned: move('return', ['in_review'], 'draft'),
  ArticlePublished: move('publish', ['in_review'], 'published'),
  ArticleVersionStarted: move('start-version', ['published', 'retired'], 'draft'),
  ArticleDraftDiscarded: move('discard-draft', ['draft'], 'retired'),
  ArticleRetired: move('retire', ['published'], 'retired'),
} as const satisfies Partial<Record<ArticleEvent['type'], Move<ArticleState, ArticleState>>>;

export type MoveFact = keyof typeof MOVES;

/** Retiring is about what people read, whatever is drafted beside it; every other move is about what is worked on. */
export const standingFor = (type: MoveFact, state: KnownArticle): ArticleState =>
  type === 'ArticleRetired' ? readerState(state) : workState(state);

const require = (state: KnownArticle, type: MoveFact): void => {
  const standing: { readonly number: string; readonly status: string } = {
    number: state.number,
    status: standingFor(type, state),
  };
  requireMoveOf(MOVES, standing, type);
};

/** Narrows to an article whose draft may make the move. Throws the refusal that names what is possible instead. */
export function requireDraftMove(
  state: KnownArticle,
  type: 'ArticleSubmitted' | 'ArticleReturned' | 'ArticlePublished' | 'ArticleDraftDiscarded',
): asserts state is ArticleWithDraft {
  require(state, type);
}

export function requireLive(state: KnownArticle, type: 'ArticleRetired'): asserts state is PublishedArticle {
  require(state, type);
}

/** Throws when there is a draft already. */
export const requireNoDraft = (state: KnownArticle): void => require(state, 'ArticleVersionStarted');
