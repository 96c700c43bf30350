import type { ArticleEvent } from '@opsledger/contracts';
import { aggregate } from '@opsledger/event-sourcing';
import type { Article } from './article-state';
import { changeArticleOwner } from './commands/change-article-owner';
import { discardArticleDraft } from './commands/discard-article-draft';
import { draftArticle } from './commands/draft-article';
import { draftKnownError } from './commands/draft-known-error';
import { linkArticle, unlinkArticle } from './commands/link-article';
import { publishArticle } from './commands/publish-article';
import { reportArticleReviewDue, rescheduleArticleReview } from './commands/reschedule-article-review';
import { retireArticle } from './commands/retire-article';
import { returnArticle } from './commands/return-article';
import { reviseArticle } from './commands/revise-article';
import { startArticleVersion } from './commands/start-article-version';
import { submitArticle } from './commands/submit-article';
import { evolve } from './evolve';
import { existing } from './guards';

/** An article: its states are in `article-state.ts`, its life cycle in `transitions.ts`, its fold in `evolve.ts`. */
export const article = aggregate<Article, ArticleEvent>({
  category: 'article',
  initial: { status: 'unknown' },
  evolve,
  decisions: {
    DraftArticle: draftArticle,
    ReviseArticle: existing(reviseArticle),
    SubmitArticle: existing(submitArticle),
    ReturnArticle: existing(returnArticle),
    PublishArticle: existing(publishArticle),
    StartArticleVersion: existing(startArticleVersion),
    DiscardArticleDraft: existing(discardArticleDraft),
    RetireArticle: existing(retireArticle),
    ChangeArticleOwner: existing(changeArticleOwner),
    RescheduleArticleReview: existing(rescheduleArticleReview),
    LinkArticle: existing(linkArticle),
    UnlinkArticle: existing(unlinkArticle),
    ReportArticleReviewDue: existing(reportArticleReviewDue),
    DraftKnownError: draftKnownError,
  },
});
