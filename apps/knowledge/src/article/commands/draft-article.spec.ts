import type { ArticleContent, ArticleEvent, Reference } from '@opsledger/contracts';
import { command as anyCommand, given } from '@opsledger/testing';
import { article } from '../article';
import { AUTHOR, CONTENT, KEYS_LIVE, KEYS_OF_DRAFT, aDraft } from '../article.histories';

const lookups = { number: 'KB0000042' };
const PROBLEM: Reference = { id: '00000000-0000-4000-8000-0000000000bb', name: 'PRB0000001' };

describe('DraftArticle', () => {
  const draft = (data: object = {}) =>
    anyCommand('DraftArticle', { title: 'A title', body: 'A body.', ...data }, { lookups });

  test('is internal and in English unless told; whoever drafts it wrote it and owns it', () => {
    given(article)
      .when(draft())
      .then(...aDraft());
  });

  test('with everything told, and each item it is about once', () => {
    const owner = { id: 'p-olga', name: 'Olga' };
    const said: Partial<ArticleContent> = {
      ...{ audience: 'public', category: 'vpn', tags: ['login'], language: 'de' },
      service: { id: 's-1', name: 'Mail' },
    };
    const ci = { id: 'ci-1', name: 'One' };
    const content = { ...CONTENT, ...said };
    const keys = { ...KEYS_OF_DRAFT, audience: 'public', category: 'vpn', service: said.service! } as const;
    given(article)
      .when(draft({ ...said, owner, cis: [ci, ci] }))
      .then(
        { type: 'ArticleDrafted', data: { keys, content, contributors: [AUTHOR], owner, knownErrorOf: null } },
        { type: 'ArticleLinked', data: { keys, kind: 'about_ci', target: ci } },
      );
  });
});

describe('DraftKnownError', () => {
  const known = { problem: PROBLEM, title: 'Leaks', description: 'It leaks.', category: null, service: null };
  const draft = (workaround: string) =>
    anyCommand('DraftKnownError', { ...known, workaround }, { lookups, actor: PROCESS });
  const PROCESS = { id: 'service:knowledge', name: 'Knowledge', kind: 'process' } as const;
  const body = (workaround: string) =>
    `## Symptoms\n\nIt leaks.\n\n## Workaround\n\n${workaround}\n\n## Cause\n\nSee PRB0000001.`;
  const content: ArticleContent = { ...CONTENT, title: 'Leaks', body: body('Restart it.'), tags: ['known-error'] };
  const drafted: ArticleEvent = {
    type: 'ArticleDrafted',
    data: { keys: KEYS_OF_DRAFT, content, contributors: [], owner: null, knownErrorOf: PROBLEM },
  };
  const submitted: ArticleEvent = {
    type: 'ArticleSubmitted',
    data: { keys: { ...KEYS_OF_DRAFT, state: 'in_review', draft: 'in_review' }, version: 1, note: null },
  };
  const published: ArticleEvent = {
    type: 'ArticlePublished',
    data: { keys: KEYS_LIVE, version: 1, content, contributors: [], reviewBy: '2027-01-01', knownError: true },
  };
  const types = (facts: readonly ArticleEvent[]) => facts.map(({ type }) => type);
  const decided = (history: readonly ArticleEvent[], workaround: string) => {
    const state = history.reduce(article.evolve, article.initial);
    return [article.decisions.DraftKnownError!(draft(workaround), state)].flat() as ArticleEvent[];
  };
  const bodyAfter = (history: readonly ArticleEvent[], workaround: string) => {
    const after = [...history, ...decided(history, workaround)].reduce(article.evolve, article.initial);
    return after.status === 'known' ? after.draft?.content.body : undefined;
  };

  test('drafts an internal article, which nobody has written and anybody may review', () => {
    given(article)
      .when(draft('Restart it.'))
      .then(drafted, { type: 'ArticleLinked', data: { keys: KEYS_OF_DRAFT, kind: 'problem', target: PROBLEM } });
    given(article, drafted).when(draft('Restart it.')).thenNothing();
  });

  test('revises the draft there is; one in review is taken back first', () => {
    expect(types(decided([drafted], 'Pull the plug.'))).toEqual(['ArticleDraftRevised']);
    expect(types(decided([drafted, submitted], 'Pull the plug.'))).toEqual(['ArticleReturned', 'ArticleDraftRevised']);
    expect(bodyAfter([drafted, submitted], 'Pull the plug.')).toBe(body('Pull the plug.'));
  });

  test('proposes the next version of a published one, in which only the workaround changes', () => {
    const history = [drafted, submitted, published];
    expect(types(decided(history, 'Pull the plug.'))).toEqual(['ArticleVersionStarted', 'ArticleDraftRevised']);
    expect(bodyAfter(history, '# Pull\nthe plug.')).toBe(body('### Pull\nthe plug.'));
  });

  test('what was retired or given up stays so', () => {
    const retired: ArticleEvent = {
      type: 'ArticleRetired',
      data: { keys: { ...KEYS_LIVE, state: 'retired' }, version: 1, reason: 'Wrong.' },
    };
    const discarded: ArticleEvent = {
      type: 'ArticleDraftDiscarded',
      data: { keys: { ...KEYS_OF_DRAFT, state: 'retired', draft: null }, version: 1, reason: 'Not needed.' },
    };
    given(article, drafted, submitted, published, retired).when(draft('Pull the plug.')).thenNothing();
    given(article, drafted, discarded).when(draft('Pull the plug.')).thenNothing();
  });
});
