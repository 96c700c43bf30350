import type { ServiceDefinition } from '@opsledger/service-kit';
import { article } from './article/article';
import { lookups } from './lookups/lookups';
import { problems } from './problems';
import { countDeflections } from './processes/count-deflections';
import { draftKnownErrors } from './processes/draft-known-errors';
import { noteArticleUse } from './processes/note-article-use';
import { watchReviewDays } from './processes/watch-review-days';
import { getArticle } from './queries/get-article';
import { getArticleHistory } from './queries/get-article-history';
import { listArticleFeedback } from './queries/list-article-feedback';
import { listArticles } from './queries/list-articles';
import { searchArticles } from './queries/search-articles';
import { suggestArticles } from './queries/suggest-articles';
import { articleList } from './read-models/article-list';
import { articleSearch } from './read-models/article-search';
import { articleTexts } from './read-models/article-texts';
import { articleFeedback } from './read-models/article-feedback';
import { articleUseFigures } from './read-models/article-use';
import { articleWordCounts, articleWords } from './read-models/article-words';
import { articleUse } from './use/article-use';

/** Articles: drafted, reviewed, published, found and used. */
export const knowledgeService: ServiceDefinition = {
  name: 'knowledge',
  aggregates: [article, articleUse],
  lookups,
  projections: [
    articleList,
    articleSearch,
    articleTexts,
    articleWords,
    articleWordCounts,
    articleUseFigures,
    articleFeedback,
  ],
  processes: [watchReviewDays, noteArticleUse, countDeflections, draftKnownErrors],
  queries: {
    ListArticles: listArticles,
    SearchArticles: searchArticles,
    SuggestArticles: suggestArticles,
    GetArticle: getArticle,
    GetArticleHistory: getArticleHistory,
    ListArticleFeedback: listArticleFeedback,
  },
  problems,
};
