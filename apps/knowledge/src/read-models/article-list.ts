import { articleEvents, type ArticleEvent } from '@opsledger/contracts';
import { projection } from '@opsledger/event-sourcing';
import {
  documentAfter,
  draftOf,
  lastOf,
  liveOf,
  shownOf,
  staffSummary,
  type ArticleDocument,
  type RecordedArticleEvent,
} from './article-document';

/** What lists filter and sort by. */
interface ArticleListRow {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly draft_state: string | null;
  readonly live: boolean;
  readonly title: string;
  readonly audience: string;
  readonly category: string | null;
  readonly service_id: string | null;
  readonly service_name: string | null;
  readonly tags: readonly string[];
  readonly language: string;
  readonly owner_id: string | null;
  readonly owner_name: string | null;
  readonly problem_id: string | null;
  readonly review_by: string | null;
  readonly published_at: string | null;
  readonly updated_at: string;
  readonly document: ArticleDocument;
}

/** Without the bodies, and without versions that nobody shows in a list any more. */
function slim(document: ArticleDocument): ArticleDocument {
  const kept = new Set([liveOf(document), draftOf(document), lastOf(document)]);
  const versions = document.versions
    .filter((it) => kept.has(it))
    .map((it) => ({ ...it, remarks: [], content: { ...it.content, body: '' } }));
  return { ...document, versions, links: [] };
}

function rowAfter(row: ArticleListRow | undefined, event: RecordedArticleEvent): ArticleListRow {
  const document = slim(documentAfter(row?.document, event));
  const shown = shownOf(document);
  const summary = staffSummary(document, shown);
  return {
    id: summary.id,
    number: summary.number,
    state: summary.state,
    draft_state: summary.draft?.state ?? null,
    live: summary.state === 'published',
    title: summary.title,
    audience: summary.audience,
    category: summary.category,
    service_id: summary.service?.id ?? null,
    service_name: summary.service?.name ?? null,
    tags: summary.tags,
    language: summary.language,
    owner_id: document.owner?.id ?? null,
    owner_name: document.owner?.name ?? null,
    problem_id: document.knownErrorOf?.id ?? null,
    review_by: document.reviewBy,
    published_at: summary.publishedAt,
    updated_at: document.updatedAt,
    document,
  };
}

export const articleList = projection<ArticleListRow, ArticleEvent>({
  name: 'article-list',
  version: 1,
  table: {
    schema: 'knowledge',
    name: 'articles',
    key: 'id',
    columns: {
      id: 'text collate "C"',
      number: 'text collate "C" not null',
      state: 'text collate "C" not null',
      draft_state: 'text collate "C"',
      live: 'boolean not null',
      title: 'text collate "C" not null',
      audience: 'text collate "C" not null',
      category: 'text collate "C"',
      service_id: 'text collate "C"',
      service_name: 'text collate "C"',
      tags: 'text[] collate "C" not null',
      language: 'text collate "C" not null',
      owner_id: 'text collate "C"',
      owner_name: 'text collate "C"',
      problem_id: 'text collate "C"',
      review_by: 'date',
      published_at: 'timestamptz',
      updated_at: 'timestamptz not null',
      document: 'json not null',
    },
    indexes: [
      '(updated_at, id)',
      '(published_at, id)',
      '(number, id)',
      '(title, id)',
      '(review_by, id) where live',
      '(state, updated_at, id)',
      '(category, updated_at, id) where category is not null',
      '(service_id, updated_at, id) where service_id is not null',
      '(owner_id, updated_at, id) where owner_id is not null',
      '(problem_id) where problem_id is not null',
      'using gin (tags)',
    ],
    comment: 'Articles as lists show them: what is live, else the draft, else what was live last.',
    columnComments: {
      state: 'published as long as a version is live, whatever is drafted beside it',
      draft_state: 'State of the version that is being worked on',
      problem_id: 'The problem whose known error it tells',
      review_by: 'Day by which somebody looks whether it is still true',
      document: 'What the list entry is made from, without bodies',
    },
  },
  handlers: Object.fromEntries(articleEvents.map(({ name }) => [name, rowAfter])),
});
