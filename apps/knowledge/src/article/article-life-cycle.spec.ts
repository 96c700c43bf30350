import { ARTICLE_STATES, ARTICLE_TRANSITIONS, type ArticleEvent } from '@opsledger/contracts';
import { command as anyCommand, given } from '@opsledger/testing';
import { article } from './article';
import { readerState, workState, type Article, type KnownArticle } from './article-state';
import { MOVES, standingFor, type MoveFact } from './transitions';

/** The whole life cycle: what is worked on and what people read move side by side, both by the published table. */

const EDITOR = { id: 'p-edith', name: 'Edith', kind: 'person' } as const;
const VERBS: Readonly<Record<MoveFact, readonly [string, object]>> = {
  ArticleSubmitted: ['SubmitArticle', {}],
  ArticleReturned: ['ReturnArticle', { remarks: 'Say more.' }],
  ArticlePublished: ['PublishArticle', {}],
  ArticleVersionStarted: ['StartArticleVersion', {}],
  ArticleDraftDiscarded: ['DiscardArticleDraft', { reason: 'Not needed.' }],
  ArticleRetired: ['RetireArticle', { reason: 'Wrong.' }],
};

const command = (type: string, data: object = {}, by: object = {}) => ({
  ...anyCommand(type, data, { lookups: { number: 'KB0000042' }, ...by }),
  roles: ['knowledge-editor'],
});
const byEditor = (fact: MoveFact) => command(...VERBS[fact], { actor: EDITOR });
const fold = (facts: readonly ArticleEvent[]) => facts.reduce<Article>(article.evolve, article.initial) as KnownArticle;
const decided = (facts: readonly ArticleEvent[], asked: ReturnType<typeof command>): ArticleEvent[] =>
  [article.decisions[asked.type]!(asked, fold(facts))].flat() as ArticleEvent[];
const after = (facts: readonly ArticleEvent[], ...moves: MoveFact[]): ArticleEvent[] =>
  moves.reduce<ArticleEvent[]>((so, fact) => [...so, ...decided(so, byEditor(fact))], [...facts]);

const drafted = decided([], command('DraftArticle', { title: 'A', body: 'B' }));
const live = after(drafted, 'ArticleSubmitted', 'ArticlePublished');
const HISTORIES = {
  'a draft': drafted,
  'a draft in review': after(drafted, 'ArticleSubmitted'),
  'a published article': live,
  'a published article whose next version is drafted': after(live, 'ArticleVersionStarted'),
  'a published article whose next version is in review': after(live, 'ArticleVersionStarted', 'ArticleSubmitted'),
  'a retired article': after(live, 'ArticleRetired'),
  'a retired article that is drafted anew': after(live, 'ArticleRetired', 'ArticleVersionStarted'),
  'a draft given up': after(drafted, 'ArticleDraftDiscarded'),
} as const;
type Name = keyof typeof HISTORIES;

/** Asking for what is so already is neither a move nor a mistake. */
const isSo = (fact: MoveFact, state: KnownArticle): boolean =>
  fact !== 'ArticleReturned' && fact !== 'ArticleDraftDiscarded' && standingFor(fact, state) === MOVES[fact].to;

const cases = (Object.keys(HISTORIES) as Name[]).flatMap((name) =>
  (Object.keys(MOVES) as MoveFact[]).map((fact) => [name, MOVES[fact].by, fact] as const),
);

test.each(cases)('%s: %s', (name, _, fact) => {
  const state = fold(HISTORIES[name]);
  const outcome = given(article, ...HISTORIES[name]).when(byEditor(fact));
  const from = standingFor(fact, state);
  if (isSo(fact, state)) return outcome.thenNothing();
  if (!(MOVES[fact].from as readonly string[]).includes(from)) {
    const refusal = outcome.thenRefused('move-not-permitted');
    expect(refusal.facts).toEqual({ state: from, possible: expect.arrayContaining([...ARTICLE_TRANSITIONS[from]]) });
    expect(refusal.detail).toContain('KB0000042');
    return;
  }
  const [moved] = decided(HISTORIES[name], byEditor(fact));
  const then = article.evolve(state, moved!) as KnownArticle;
  expect(moved!.type).toBe(fact);
  expect(moved!.data.keys).toMatchObject({ state: readerState(then), draft: then.draft?.state ?? null });
  // A draft that is given up or taken from under a live version leaves that version, and the other way round.
  const isBeside = (fact === 'ArticleDraftDiscarded' && then.live) || (fact === 'ArticleRetired' && then.draft);
  if (!isBeside) expect(workState(then)).toBe(MOVES[fact].to);
  if (fact !== 'ArticleRetired' && fact !== 'ArticlePublished') expect(then.live).toEqual(state.live);
  if (fact === 'ArticleRetired') expect(then).toMatchObject({ live: null, draft: state.draft });
});

test('the moves are those of the published table, no more and no fewer', () => {
  const moves = Object.values(MOVES).flatMap(({ from, to }) => from.map((state) => `${state} → ${to}`));
  const table = ARTICLE_STATES.flatMap((from) => ARTICLE_TRANSITIONS[from].map((to) => `${from} → ${to}`));
  expect(moves.sort()).toEqual(table.sort());
});

test('nobody who wrote in a version reviews it, and versions count on', () => {
  given(article, ...HISTORIES['a draft in review'])
    .when(command('PublishArticle'))
    .thenRefused('reviewer-is-author');
  expect(fold(HISTORIES['a retired article that is drafted anew']).draft?.articleVersion).toBe(2);
  given(article, ...live)
    .when(command('ReviseArticle', { title: 'C' }))
    .thenRefused('article-not-in-draft');
});
