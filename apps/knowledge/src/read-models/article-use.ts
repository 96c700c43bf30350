import { articleUseEvents, type ArticleFigures, type ArticleUseEvent } from '@opsledger/contracts';
import { changesBy, projection, type Changes, type Recorded } from '@opsledger/event-sourcing';

/** Figures of an article's use. */
export interface ArticleUseRow {
  /** Of the article: its use is recorded under its id, or under the number that an incident names. */
  readonly number: string;
  readonly views: number;
  readonly requester_views: number;
  readonly deflected: number;
  readonly resolved: number;
  readonly linked: number;
  readonly helpful: number;
  readonly not_helpful: number;
  readonly last_used_at: string | null;
}

const blank = (number: string): ArticleUseRow => ({
  number,
  ...{ views: 0, requester_views: 0, deflected: 0, resolved: 0, linked: 0, helpful: 0, not_helpful: 0 },
  last_used_at: null,
});

const one = (is: boolean): number => (is ? 1 : 0);

const changes: Changes<ArticleUseRow, ArticleUseEvent> = {
  ArticleViewed: (row, { data }) => ({
    views: row.views + 1,
    requester_views: row.requester_views + one(data.reader === 'requester'),
  }),
  ArticleDeflected: (row) => ({ deflected: row.deflected + 1 }),
  ArticleUsed: (row, { data: { how } }) => ({ [how]: row[how] + 1 }),
  ArticleUseWithdrawn: (row) => ({ linked: row.linked - 1 }),
  ArticleRated: (row, { data: { helpful } }) => ({
    helpful: row.helpful + one(helpful.after === true) - one(helpful.before === true),
    not_helpful: row.not_helpful + one(helpful.after === false) - one(helpful.before === false),
  }),
};

const rowAfter = (row: ArticleUseRow | undefined, event: Recorded<ArticleUseEvent>): ArticleUseRow => {
  const before = row ?? blank(event.data.keys.number);
  return {
    ...before,
    last_used_at: event.occurredAt,
    ...changesBy<ArticleUseRow, ArticleUseEvent>(changes, before, event),
  };
};

export const articleUseFigures = projection<ArticleUseRow, ArticleUseEvent>({
  name: 'article-use',
  version: 2,
  table: {
    schema: 'knowledge',
    name: 'article_use',
    key: 'number',
    columns: {
      number: 'text collate "C"',
      views: 'integer not null',
      requester_views: 'integer not null',
      deflected: 'integer not null',
      resolved: 'integer not null',
      linked: 'integer not null',
      helpful: 'integer not null',
      not_helpful: 'integer not null',
      last_used_at: 'timestamptz',
    },
    comment: 'How often each article was read, spared an incident, resolved one, and what people said of it.',
    columnComments: {
      views: 'At most one a day for each person',
      deflected: 'Views by requesters who reported no incident within 24 hours',
      resolved: 'Incidents resolved with it',
      linked: 'Incidents that point at it',
    },
  },
  keys: ({ data: { keys } }) => [keys.number],
  handlers: Object.fromEntries(articleUseEvents.map(({ name }) => [name, rowAfter])),
});

export const figuresOf = (row: ArticleUseRow | undefined, number: string): ArticleFigures => {
  const { views, requester_views, deflected, resolved, linked, helpful, not_helpful, last_used_at } =
    row ?? blank(number);
  return {
    ...{ views, requesterViews: requester_views, deflected, resolved, linked, helpful, notHelpful: not_helpful },
    lastUsedAt: last_used_at,
  };
};
