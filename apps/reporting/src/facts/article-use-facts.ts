import type { ArticleKeys, ArticleUseEvent, Audience, ReaderKind } from '@opsledger/contracts';
import { projection, type Recorded } from '@opsledger/event-sourcing';

/** One view of an article, or what one person answered whether it helped. */
interface ArticleUseFact {
  readonly id: string;
  readonly kind: 'view' | 'answer';
  readonly number: string;
  readonly audience: Audience;
  readonly category: string | null;
  readonly service_id: string | null;
  readonly service: string | null;
  readonly person_id: string;
  readonly reader: ReaderKind | null;
  readonly used_at: string;
  readonly deflected: boolean;
  readonly helpful: boolean | null;
}

type Used = Extract<ArticleUseEvent, { type: 'ArticleViewed' | 'ArticleDeflected' | 'ArticleRated' }>;

const described = ({ number, audience, category, service }: ArticleKeys) => ({
  number,
  audience,
  category,
  service_id: service?.id ?? null,
  service: service?.name ?? null,
});

/** One answer for each person; a view by its person and instant, by which it is settled a day later. */
function keyOf({ type, data, occurredAt }: Recorded<Used>): string {
  const ofPerson = `${data.keys.number} ${data.person.id}`;
  if (type === 'ArticleRated') return `answer ${ofPerson}`;
  return `view ${ofPerson} ${type === 'ArticleViewed' ? occurredAt : data.viewedAt}`;
}

export const articleUseFacts = projection<ArticleUseFact, Used>({
  name: 'reporting-article-use-facts',
  version: 1,
  patienceMs: 10_000,
  table: {
    schema: 'reporting',
    name: 'article_use_facts',
    key: 'id',
    columns: {
      id: 'text',
      kind: 'text not null',
      number: 'text not null',
      audience: 'text not null',
      category: 'text',
      service_id: 'text',
      service: 'text',
      person_id: 'text not null',
      reader: 'text',
      used_at: 'timestamptz not null',
      deflected: 'boolean not null',
      helpful: 'boolean',
    },
    indexes: ['(used_at, id)', '(number)'],
    comment:
      'One row per view of a knowledge article (at most one a day for each person), and one per person’s answer whether it ' +
      'helped. From the event log. What incidents were resolved with is in incident_facts.',
    columnComments: {
      id: 'Names the view or answer.',
      kind: 'view or answer.',
      number: 'Number of the article.',
      audience: 'public or internal, as the article was then.',
      category: 'Category of the article then.',
      service_id: 'Service the article was about.',
      service: 'Name of that service.',
      person_id: 'Id of the reader.',
      reader: 'Of a view: requester or staff.',
      used_at: 'When it was read, or answered last.',
      deflected: 'Of a view by a requester: no incident was reported within 24 hours; known a day later.',
      helpful: 'Of an answer: whether it helped.',
    },
  },
  keys: (event) => [keyOf(event as Recorded<Used>)],
  handlers: {
    ArticleViewed: (_, { data: { keys, person, reader }, occurredAt }, id) => ({
      id,
      kind: 'view',
      ...described(keys),
      person_id: person.id,
      reader,
      used_at: occurredAt,
      deflected: false,
      helpful: null,
    }),
    ArticleDeflected: (row) => row && { ...row, deflected: true },
    ArticleRated: (_, { data: { keys, person, helpful }, occurredAt }, id) => ({
      id,
      kind: 'answer',
      ...described(keys),
      person_id: person.id,
      reader: null,
      used_at: occurredAt,
      deflected: false,
      helpful: helpful.after,
    }),
  },
});
