import type { ArticleEvent, Audience } from '@opsledger/contracts';
import { changesBy, projection, type Changes, type Recorded, type RowHandlers } from '@opsledger/event-sourcing';
import { turning, type Turns } from './turns';

/** Everything reports need to know about one knowledge article, in one row. Instants are ISO 8601 UTC. */
interface ArticleFact {
  readonly id: string;
  readonly number: string;
  readonly title: string | null;
  readonly state: string;
  readonly audience: Audience;
  readonly category: string | null;
  readonly service_id: string | null;
  readonly service: string | null;
  readonly known_error: boolean;
  readonly drafted_at: string | null;
  readonly first_published_at: string | null;
  readonly published_at: string | null;
  readonly retired_at: string | null;
  readonly versions: number;
  readonly live: Turns;
  readonly review_due: string | null;
  readonly overdue: Turns;
}

const blank = (id: string): ArticleFact => ({
  id,
  number: '',
  title: null,
  state: 'draft',
  audience: 'internal',
  category: null,
  service_id: null,
  service: null,
  known_error: false,
  drafted_at: null,
  first_published_at: null,
  published_at: null,
  retired_at: null,
  versions: 0,
  live: [],
  review_due: null,
  overdue: [],
});

/** Somebody looked, or nobody needs to any more: if that was due before, it was overdue until now. */
const reviewed = ({ review_due, overdue }: ArticleFact, at: string, reviewBy: string | null): Partial<ArticleFact> => ({
  overdue: review_due !== null && review_due < at ? [...overdue, review_due, at] : overdue,
  review_due: reviewBy && `${reviewBy}T00:00:00.000Z`,
});

const changes: Changes<ArticleFact, ArticleEvent> = {
  ArticleDrafted: (_, { data, occurredAt }) => ({
    title: data.content.title,
    known_error: data.knownErrorOf !== null,
    drafted_at: occurredAt,
  }),
  ArticleDraftRevised: ({ published_at, title }, { data }) => ({
    title: published_at === null ? data.title.after : title,
  }),
  ArticlePublished: (row, { data, occurredAt }) => ({
    ...reviewed(row, occurredAt, data.reviewBy),
    title: data.content.title,
    known_error: data.knownError,
    first_published_at: row.first_published_at ?? occurredAt,
    published_at: occurredAt,
    retired_at: null,
    versions: row.versions + 1,
    live: turning(row.live, true, occurredAt),
  }),
  ArticleReviewRescheduled: (row, { data, occurredAt }) => reviewed(row, occurredAt, data.reviewBy.after),
  ArticleRetired: (row, { occurredAt }) => ({
    ...reviewed(row, occurredAt, null),
    retired_at: occurredAt,
    live: turning(row.live, false, occurredAt),
  }),
  ArticleSubmitted: () => ({}),
  ArticleReturned: () => ({}),
  ArticleVersionStarted: () => ({}),
  // With nothing live, the article itself has come to its end.
  ArticleDraftDiscarded: ({ retired_at }, { data: { keys }, occurredAt }) => ({
    retired_at: retired_at ?? (keys.state === 'retired' ? occurredAt : null),
  }),
};

function factAfter(before: ArticleFact | undefined, event: Recorded<ArticleEvent>): ArticleFact {
  const { keys } = event.data;
  const row = before ?? blank(event.subject);
  return {
    ...row,
    number: keys.number,
    state: keys.state,
    audience: keys.audience,
    category: keys.category,
    service_id: keys.service?.id ?? null,
    service: keys.service?.name ?? null,
    ...changesBy<ArticleFact, ArticleEvent>(changes, row, event),
  };
}

export const articleFacts = projection<ArticleFact, ArticleEvent>({
  name: 'reporting-article-facts',
  version: 2,
  patienceMs: 10_000,
  table: {
    schema: 'reporting',
    name: 'article_facts',
    key: 'id',
    columns: {
      id: 'text',
      number: 'text not null',
      title: 'text',
      state: 'text not null',
      audience: 'text not null',
      category: 'text',
      service_id: 'text',
      service: 'text',
      known_error: 'boolean not null',
      drafted_at: 'timestamptz',
      first_published_at: 'timestamptz',
      published_at: 'timestamptz',
      retired_at: 'timestamptz',
      versions: 'integer not null',
      live: 'timestamptz[] not null',
      review_due: 'timestamptz',
      overdue: 'timestamptz[] not null',
    },
    indexes: ['(drafted_at, id)', '(first_published_at, id)', '(number)'],
    comment: 'One row per knowledge article: when it was written, published, retired, and when its review was overdue.',
    columnComments: {
      id: 'Id of the article.',
      number: 'Number people know it by.',
      title: 'Title of the live version; before there is one, of the draft.',
      state: 'draft, in_review, published or retired.',
      audience: 'public or internal.',
      category: 'Category.',
      service_id: 'Service it is about.',
      service: 'Name of that service.',
      known_error: 'It tells a known error.',
      drafted_at: 'When it was begun.',
      first_published_at: 'When its first version was published.',
      published_at: 'When its live version was published.',
      retired_at: 'When it was retired; null: it was not, or is live again.',
      versions: 'How many versions were published.',
      live: 'When people could read it: instants at which that began and ended by turns.',
      review_due: 'Since when somebody is to look whether it is still true; null: nobody needs to.',
      overdue: 'When its review was overdue and then held: beginnings and ends by turns.',
    },
  },
  handlers: Object.fromEntries(Object.keys(changes).map((type) => [type, factAfter])) as RowHandlers<
    ArticleFact,
    ArticleEvent
  >,
});
