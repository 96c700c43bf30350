import { existingOr, type Command } from '@opsledger/event-sourcing';
import type { Reference } from '@opsledger/contracts';
import { articleNotFound, reviewDayPassed } from './article.errors';
import { isKnown } from './article-state';

/** A decision on an article that exists. */
export const existing = existingOr(isKnown, articleNotFound);

/** Authors of a version after somebody wrote in it; what the suite writes by itself has no author. */
export function withAuthor(contributors: readonly Reference[], { actor }: Pick<Command, 'actor'>): Reference[] {
  const isKnownAuthor = actor.kind === 'process' || contributors.some(({ id }) => id === actor.id);
  return isKnownAuthor ? [...contributors] : [...contributors, { id: actor.id, name: actor.name }];
}

export function requireDayToCome(number: string, day: string, now: string): void {
  if (day <= now.slice(0, 10)) throw reviewDayPassed(number, day);
}
