import type { ArticleUseEvent } from '@opsledger/contracts';
import { aggregate } from '@opsledger/event-sourcing';
import { noteArticleUse, withdrawArticleUse } from './commands/note-article-use';
import { rateArticle } from './commands/rate-article';
import { settleArticleView, viewArticle } from './commands/view-article';
import { evolve, type ArticleUse } from './use-state';

/** How one article is used: facts beside the article, in a stream under the same id. */
export const articleUse = aggregate<ArticleUse, ArticleUseEvent>({
  category: 'articleuse',
  initial: { day: '', viewers: {}, settled: [], resolved: {}, linked: {}, answers: {} },
  evolve,
  decisions: {
    ViewArticle: viewArticle,
    RateArticle: rateArticle,
    NoteArticleUse: noteArticleUse,
    WithdrawArticleUse: withdrawArticleUse,
    SettleArticleView: settleArticleView,
  },
});
