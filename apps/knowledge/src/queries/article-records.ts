import { isStaff, type ArticleEvent, type ArticleKeys } from '@opsledger/contracts';
import { notFound, recordReader, type QueryContext } from '@opsledger/service-kit';
import { documentAfter, draftOf, liveOf, shownOf, type ArticleDocument } from '../read-models/article-document';
import { articleList } from '../read-models/article-list';

/** Articles by id or number, from the log. */
export const articleRecords = recordReader<ArticleDocument, ArticleEvent>({
  category: 'article',
  list: articleList,
  after: documentAfter,
});

type Asking = Pick<QueryContext, 'actor' | 'roles'>;

export const seesAll = (context: Asking): boolean => isStaff(context);

/** Requesters read what is live and public. */
export const mayRead = (context: Asking, document: ArticleDocument): boolean =>
  seesAll(context) || liveOf(document)?.content.audience === 'public';

/** The same words for what is not there and what is not theirs, so that nobody learns which it is. */
export const noSuchArticle = (name: string) =>
  notFound(`There is no article ${name}, or it is not yours to read. Check the id or number.`);

export function keysOfDocument(document: ArticleDocument): ArticleKeys {
  const { articleVersion, content, state } = shownOf(document);
  const { audience, category, service } = content;
  const draft = draftOf(document)?.state as 'draft' | 'in_review' | undefined;
  return { number: document.number, state, draft: draft ?? null, audience, category, service, version: articleVersion };
}
