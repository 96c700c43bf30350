import { command, given } from '@opsledger/testing';
import { article } from '../article';
import { AUTHOR, KEYS_OF_DRAFT as keys, aDraft } from '../article.histories';

const change = (owner: object | null) => command('ChangeArticleOwner', { owner });
const next = { id: 'p-next', name: 'Next' };

test('another person, or nobody, answers for the article', () => {
  for (const after of [next, null])
    given(article, ...aDraft())
      .when(change(after))
      .then({ type: 'ArticleOwnerChanged', data: { keys, owner: { before: AUTHOR, after } } });
});

test('whoever owns it already owns it', () => {
  given(article, ...aDraft())
    .when(change(AUTHOR))
    .thenNothing();
});
