import type { ArticleEvent, CommandOf, LinkArticle, UnlinkArticle } from '@opsledger/contracts';
import { linkToItself } from '../article.errors';
import { keysOf, type KnownArticle, type Link } from '../article-state';

const isSame =
  (kind: string, id: string) =>
  (link: Link): boolean =>
    link.kind === kind && link.target.id === id;

export const linkArticle = ({ id, data }: CommandOf<typeof LinkArticle>, state: KnownArticle): ArticleEvent[] =>
  linked(id, state, data);

export function linked(id: string, state: KnownArticle, { kind, target }: Link): ArticleEvent[] {
  if (target.id === id) throw linkToItself(state.number, kind);
  if (state.links.some(isSame(kind, target.id))) return [];
  return [{ type: 'ArticleLinked', data: { keys: keysOf(state), kind, target } }];
}

export function unlinkArticle(
  { data: { kind, targetId } }: CommandOf<typeof UnlinkArticle>,
  state: KnownArticle,
): ArticleEvent[] {
  const link = state.links.find(isSame(kind, targetId));
  return link ? [{ type: 'ArticleUnlinked', data: { keys: keysOf(state), ...link } }] : [];
}
