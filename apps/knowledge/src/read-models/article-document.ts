import type { ArticleEvent, ArticleSummary, ArticleVersion, Reference } from '@opsledger/contracts';
import type { Recorded } from '@opsledger/event-sourcing';
import { authorOf } from '@opsledger/service-kit';
import type { Link } from '../article/article-state';
import { revised } from '../article/evolve';

export type RecordedArticleEvent = Recorded<ArticleEvent>;

/** Everything that is kept of an article. */
export interface ArticleDocument {
  readonly id: string;
  readonly number: string;
  /** In the order begun; at most one is live and one is worked on. */
  readonly versions: readonly ArticleVersion[];
  readonly owner: Reference | null;
  readonly reviewBy: string | null;
  readonly reviewDueSince: string | null;
  readonly knownErrorOf: Reference | null;
  readonly links: readonly Link[];
  readonly retiredBecause: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly version: number;
}

export const liveOf = ({ versions }: ArticleDocument) => versions.find(({ state }) => state === 'published');
export const draftOf = ({ versions }: ArticleDocument) =>
  versions.find(({ state }) => state === 'draft' || state === 'in_review');
/** What was live last, or, of an article that never was, the draft given up. */
export const lastOf = ({ versions }: ArticleDocument) =>
  versions.findLast(({ publishedAt }) => publishedAt !== null) ?? versions.at(-1)!;
export const shownOf = (document: ArticleDocument): ArticleVersion =>
  liveOf(document) ?? draftOf(document) ?? lastOf(document);

const blank = ({ subject, occurredAt, data: { keys } }: RecordedArticleEvent): ArticleDocument => ({
  id: subject,
  number: keys.number,
  versions: [],
  owner: null,
  reviewBy: null,
  reviewDueSince: null,
  knownErrorOf: null,
  links: [],
  retiredBecause: null,
  createdAt: occurredAt,
  updatedAt: occurredAt,
  version: 0,
});

const begun = (
  articleVersion: number,
  content: ArticleVersion['content'],
  contributors: Reference[],
  startedAt: string,
): ArticleVersion => ({
  articleVersion,
  state: 'draft',
  content,
  contributors,
  startedAt,
  submittedAt: null,
  remarks: [],
  publishedAt: null,
  publishedBy: null,
  endedAt: null,
});

const inVersion = (
  { versions }: ArticleDocument,
  number: number,
  change: (version: ArticleVersion) => Partial<ArticleVersion>,
): Pick<ArticleDocument, 'versions'> => ({
  versions: versions.map((it) => (it.articleVersion === number ? { ...it, ...change(it) } : it)),
});

const isLink =
  ({ kind, target }: Link) =>
  (other: Link): boolean =>
    other.kind === kind && other.target.id === target.id;

function changesBy(before: ArticleDocument, event: RecordedArticleEvent): Partial<ArticleDocument> {
  const at = event.occurredAt;
  switch (event.type) {
    case 'ArticleDrafted': {
      const { content, contributors, owner, knownErrorOf } = event.data;
      return { versions: [begun(1, content, contributors, at)], owner, knownErrorOf };
    }
    case 'ArticleDraftRevised': {
      const { version, contributors } = event.data;
      return inVersion(before, version, () => ({ contributors, content: revised(event.data) }));
    }
    case 'ArticleSubmitted':
      return inVersion(before, event.data.version, () => ({ state: 'in_review', submittedAt: at }));
    case 'ArticleReturned': {
      const remark = { at, by: authorOf(event), remarks: event.data.remarks };
      return inVersion(before, event.data.version, ({ remarks }) => ({
        state: 'draft',
        remarks: [...remarks, remark],
      }));
    }
    case 'ArticlePublished': {
      const { version, content, contributors, reviewBy } = event.data;
      const said = before.versions.some(({ articleVersion }) => articleVersion === version)
        ? before.versions
        : [...before.versions, begun(version, content, contributors, at)];
      const versions = said.map((it): ArticleVersion => {
        if (it.articleVersion === version)
          return { ...it, content, state: 'published', publishedAt: at, publishedBy: authorOf(event) };
        return it.state === 'published' ? { ...it, state: 'retired', endedAt: at } : it;
      });
      return { versions, reviewBy, reviewDueSince: null, retiredBecause: null };
    }
    case 'ArticleVersionStarted': {
      const { content } = shownOf(before);
      return { versions: [...before.versions, begun(event.data.version, content, [], at)] };
    }
    case 'ArticleDraftDiscarded':
      return inVersion(before, event.data.version, () => ({ state: 'retired', endedAt: at }));
    case 'ArticleRetired': {
      const retired = inVersion(before, event.data.version, () => ({ state: 'retired', endedAt: at }));
      return { ...retired, retiredBecause: event.data.reason, reviewDueSince: null };
    }
    case 'ArticleOwnerChanged':
      return { owner: event.data.owner.after };
    case 'ArticleReviewRescheduled':
      return { reviewBy: event.data.reviewBy.after, reviewDueSince: null };
    case 'ArticleReviewFellDue':
      return { reviewDueSince: at };
    case 'ArticleLinked': {
      const { kind, target } = event.data;
      return { links: [...before.links.filter((it) => !isLink(event.data)(it)), { kind, target }] };
    }
    case 'ArticleUnlinked':
      return { links: before.links.filter((it) => !isLink(event.data)(it)) };
    default:
      return event satisfies never;
  }
}

/** Everything about an article after one more fact. */
export function documentAfter(before: ArticleDocument | undefined, event: RecordedArticleEvent): ArticleDocument {
  const document = before ?? blank(event);
  const updatedAt = event.occurredAt > document.updatedAt ? event.occurredAt : document.updatedAt;
  return { ...document, ...changesBy(document, event), updatedAt, version: event.revision };
}

/** What everybody who may read the article sees of it in a list. */
export function publicSummary(
  { id, number, knownErrorOf, version, versions }: ArticleDocument,
  shown: ArticleVersion,
): ArticleSummary {
  const { body: _body, ...said } = shown.content;
  const isPublished = versions.some(({ state }) => state === 'published');
  const state = isPublished ? 'published' : (versions.find((it) => it.state !== 'retired')?.state ?? 'retired');
  const { articleVersion, publishedAt } = shown;
  return { id, number, state, ...said, articleVersion, knownError: knownErrorOf !== null, publishedAt, version };
}

export function staffSummary(document: ArticleDocument, shown: ArticleVersion): ArticleSummary {
  const { owner, reviewBy, reviewDueSince, createdAt, updatedAt } = document;
  const draft = draftOf(document);
  return {
    ...publicSummary(document, shown),
    draft: draft
      ? {
          articleVersion: draft.articleVersion,
          state: draft.state as 'draft' | 'in_review',
          title: draft.content.title,
          audience: draft.content.audience,
        }
      : null,
    ...{ owner, reviewBy, reviewDueSince, createdAt, updatedAt },
  };
}
