import type { ArticleEvent } from '@opsledger/contracts';
import { RECORD_ID, command, given } from '@opsledger/testing';
import { article } from '../article';
import { KEYS_OF_DRAFT as keys, aDraft } from '../article.histories';

const target = { id: 'prb-1', name: 'PRB0000001' };
const linked: ArticleEvent = { type: 'ArticleLinked', data: { keys, kind: 'problem', target } };
const link = (data: object = { kind: 'problem', target }) => command('LinkArticle', data);

test('an article is linked once with each record in each manner', () => {
  given(article, ...aDraft())
    .when(link())
    .then(linked);
  given(article, ...aDraft(), linked)
    .when(link())
    .thenNothing();
  given(article, ...aDraft(), linked)
    .when(link({ kind: 'related', target }))
    .then({ type: 'ArticleLinked', data: { keys, kind: 'related', target } });
});

test('no article is linked with itself', () => {
  const itself = { id: RECORD_ID, name: 'KB0000042' };
  const { detail } = given(article, ...aDraft())
    .when(link({ kind: 'related', target: itself }))
    .thenRefused('link-to-itself');
  expect(detail).toContain('KB0000042');
});

test('a link is taken off by kind and target; one that is not there is off already', () => {
  const unlink = (kind: string) => command('UnlinkArticle', { kind, targetId: target.id });
  given(article, ...aDraft(), linked)
    .when(unlink('problem'))
    .then({ type: 'ArticleUnlinked', data: { keys, kind: 'problem', target } });
  given(article, ...aDraft(), linked)
    .when(unlink('related'))
    .thenNothing();
});

test('what is not there has no links', () => {
  given(article).when(link()).thenRefused('not-found');
});
