import type { ArticleUseEvent } from '@opsledger/contracts';
import { projection } from '@opsledger/event-sourcing';

/** What one person said of one article. */
interface ArticleFeedbackRow {
  readonly id: string;
  readonly article_id: string;
  readonly person_id: string;
  readonly person_name: string;
  readonly helpful: boolean;
  readonly comment: string | null;
  readonly article_version: number;
  readonly at: string;
}

type Rated = Extract<ArticleUseEvent, { type: 'ArticleRated' }>;

export const articleFeedback = projection<ArticleFeedbackRow, Rated>({
  name: 'article-feedback',
  version: 1,
  table: {
    schema: 'knowledge',
    name: 'article_feedback',
    key: 'id',
    columns: {
      id: 'text collate "C"',
      article_id: 'text collate "C" not null',
      person_id: 'text collate "C" not null',
      person_name: 'text not null',
      helpful: 'boolean not null',
      comment: 'text',
      article_version: 'integer not null',
      at: 'timestamptz not null',
    },
    indexes: ['(article_id, at, id)'],
    comment: 'Whether an article helped: the answer of each person.',
  },
  keys: ({ subject, data: { person } }) => [`${subject} ${person.id}`],
  handlers: {
    ArticleRated: (_, { subject, occurredAt, data: { keys, person, helpful, comment } }, id) => ({
      id,
      article_id: subject,
      person_id: person.id,
      person_name: person.name,
      helpful: helpful.after ?? false,
      comment: comment.after,
      article_version: keys.version,
      at: occurredAt,
    }),
  },
});
