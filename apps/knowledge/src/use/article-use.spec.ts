import type { ArticleUseEvent } from '@opsledger/contracts';
import { AGENT, command, given } from '@opsledger/testing';
import { KEYS_LIVE as keys } from '../article/article.histories';
import { articleUse } from './article-use';

const lookups = { keys };
const incident = { id: 'inc-1', name: 'INC0000001' };
const person = { id: AGENT.id, name: AGENT.name };
const at = (now: string, roles = ['requester']) => ({ ...command('ViewArticle', {}, { now, lookups }), roles });
const viewed = (day: string): ArticleUseEvent => ({
  type: 'ArticleViewed',
  data: { keys, person, reader: 'requester', day },
});

test('a view counts once a day for each person', () => {
  given(articleUse).when(at('2026-06-01T08:00:00.000Z')).then(viewed('2026-06-01'));
  given(articleUse, viewed('2026-06-01')).when(at('2026-06-01T20:00:00.000Z')).thenNothing();
  given(articleUse, viewed('2026-06-01')).when(at('2026-06-02T00:00:00.000Z')).then(viewed('2026-06-02'));
});

test('an incident counts once in each manner, and a link that is taken off counts no more', () => {
  const note = (how: string) => command('NoteArticleUse', { incident, how }, { lookups });
  const used = (how: 'linked' | 'resolved'): ArticleUseEvent => ({
    type: 'ArticleUsed',
    data: { keys, incident, how },
  });
  const withdraw = command('WithdrawArticleUse', { incident }, { lookups });
  const withdrawn: ArticleUseEvent = { type: 'ArticleUseWithdrawn', data: { keys, incident } };
  given(articleUse, used('resolved')).when(note('resolved')).thenNothing();
  given(articleUse, used('resolved')).when(note('linked')).then(used('linked'));
  given(articleUse, used('linked')).when(withdraw).then(withdrawn);
  given(articleUse, used('linked'), withdrawn).when(withdraw).thenNothing();
  given(articleUse, used('linked'), withdrawn).when(note('linked')).then(used('linked'));
  given(articleUse)
    .when(command('NoteArticleUse', { incident, how: 'linked' }, { lookups: { keys: null } }))
    .thenNothing();
});

test('an answer takes the place of the one before, also of a person with an odd id', () => {
  const actor = { ...AGENT, id: '__proto__' };
  const rate = (helpful: boolean) => command('RateArticle', { helpful }, { lookups, actor });
  const rated = (before: boolean | null, after: boolean): ArticleUseEvent => ({
    type: 'ArticleRated',
    data: {
      keys,
      person: { id: actor.id, name: actor.name },
      helpful: { before, after },
      comment: { before: null, after: null },
    },
  });
  given(articleUse).when(rate(true)).then(rated(null, true));
  given(articleUse, rated(null, true)).when(rate(true)).thenNothing();
  given(articleUse, rated(null, true)).when(rate(false)).then(rated(true, false));
  given(articleUse)
    .when(command('RateArticle', { helpful: true }, { lookups: { keys: null } }))
    .thenRefused('not-found');
});

test('a change copies a small part of what is kept, however many are kept', () => {
  const state = Array.from({ length: 5_000 }, (_, index) => `p-${index}`).reduce(
    (so, id) =>
      articleUse.evolve(so, {
        ...viewed('2026-06-01'),
        data: { ...viewed('2026-06-01').data, person: { id, name: id } },
      } as ArticleUseEvent),
    articleUse.initial,
  );
  const next = articleUse.evolve(state, viewed('2026-06-01'));
  const copied = Object.keys(next.viewers).filter((bucket) => next.viewers[bucket] !== state.viewers[bucket]);
  expect(copied).toHaveLength(1);
  expect(Object.keys(next.viewers[copied[0]!]!).length).toBeLessThan(200);
});
