import type { ArticleKeys, ArticleUseEvent } from '@opsledger/contracts';
import { articleNotFound } from '../article/article.errors';
import { forgetting, keeping, type Buckets } from './buckets';

interface Answer {
  readonly helpful: boolean;
  readonly comment: string | null;
}

/** What decisions need to know: who read it on the last day anybody did, what it was used for, what people answered. */
export interface ArticleUse {
  readonly day: string;
  readonly viewers: Buckets<true>;
  /** Views of the last days that are known to have spared an incident: `person instant`. */
  readonly settled: readonly string[];
  /** Ids of incidents. */
  readonly resolved: Buckets<true>;
  readonly linked: Buckets<true>;
  /** By the person's id. */
  readonly answers: Buckets<Answer>;
}

/** Views are settled a day after they were made: none waits behind this many others. */
const SETTLED_KEPT = 1_000;

export const viewName = (personId: string, viewedAt: string): string => `${personId} ${viewedAt}`;

export function evolve(state: ArticleUse, event: ArticleUseEvent): ArticleUse {
  switch (event.type) {
    case 'ArticleViewed': {
      const { day, person } = event.data;
      return { ...state, day, viewers: keeping(day === state.day ? state.viewers : {}, person.id, true) };
    }
    case 'ArticleDeflected': {
      const settled = [...state.settled, viewName(event.data.person.id, event.data.viewedAt)];
      return { ...state, settled: settled.slice(-SETTLED_KEPT) };
    }
    case 'ArticleUsed': {
      const { how, incident } = event.data;
      return { ...state, [how]: keeping(state[how], incident.id, true) };
    }
    case 'ArticleUseWithdrawn':
      return { ...state, linked: forgetting(state.linked, event.data.incident.id) };
    case 'ArticleRated': {
      const { person, helpful, comment } = event.data;
      const answer: Answer = { helpful: helpful.after ?? false, comment: comment.after };
      return { ...state, answers: keeping(state.answers, person.id, answer) };
    }
    default:
      return event satisfies never;
  }
}

/** The article as it stands; null: there is none, or whoever asks may not read it. */
export interface UsedArticleLookups {
  readonly keys: ArticleKeys | null;
}

export function requireReadable(id: string, { keys }: UsedArticleLookups): ArticleKeys {
  if (!keys) throw articleNotFound(id);
  return keys;
}
