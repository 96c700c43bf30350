import { command, given } from '@opsledger/testing';
import { article } from '../article';
import { AUTHOR, CONTENT, KEYS_OF_DRAFT, aDraft, aPublishedArticle } from '../article.histories';

const same = Object.fromEntries(
  Object.entries(CONTENT).map(([field, value]) => [field, { before: value, after: value }]),
);
const editor = { id: 'p-edith', name: 'Edith', kind: 'person' } as const;

test('what is left out stays, and whoever revises becomes an author', () => {
  given(article, ...aDraft())
    .when(command('ReviseArticle', { title: 'Better', category: 'vpn' }, { actor: editor }))
    .then({
      type: 'ArticleDraftRevised',
      data: {
        keys: { ...KEYS_OF_DRAFT, category: 'vpn' },
        version: 1,
        contributors: [AUTHOR, { id: editor.id, name: editor.name }],
        ...same,
        title: { before: CONTENT.title, after: 'Better' },
        category: { before: null, after: 'vpn' },
      } as never,
    });
});

test('saying what it says already changes nothing', () => {
  given(article, ...aDraft())
    .when(command('ReviseArticle', { title: CONTENT.title, tags: [] }))
    .thenNothing();
});

test('only a draft is revised', () => {
  const { facts } = given(article, ...aPublishedArticle())
    .when(command('ReviseArticle', { title: 'Better' }))
    .thenRefused('article-not-in-draft');
  expect(facts).toEqual({ state: 'published' });
});
