import type { ArticleEvent, Reference } from '@opsledger/contracts';
import { projection, type RowHandler } from '@opsledger/event-sourcing';
import { plainText } from '../rendering/markdown';

/** What an article is found by: its live version alone. */
export interface ArticleSearchRow {
  readonly id: string;
  readonly number: string;
  readonly live: boolean;
  readonly title: string;
  readonly tags: readonly string[];
  readonly tag_words: string;
  readonly body: string;
  readonly audience: string;
  readonly category: string | null;
  readonly service_id: string | null;
  readonly service: Reference | null;
  readonly language: string;
  readonly known_error: boolean;
  readonly article_version: number;
  readonly published_at: string | null;
  readonly ci_ids: readonly string[];
  readonly heading?: string;
  readonly words?: string;
}

type Handler<Type extends ArticleEvent['type']> = RowHandler<ArticleSearchRow, Extract<ArticleEvent, { type: Type }>>;

const blank = (id: string, number: string): ArticleSearchRow => ({
  id,
  number,
  live: false,
  title: '',
  tags: [],
  tag_words: '',
  body: '',
  audience: 'internal',
  category: null,
  service_id: null,
  service: null,
  language: 'en',
  known_error: false,
  article_version: 1,
  published_at: null,
  ci_ids: [],
});

const published: Handler<'ArticlePublished'> = (row, { subject, occurredAt, data }) => {
  const { title, tags, body, audience, category, service, language } = data.content;
  return {
    ...(row ?? blank(subject, data.keys.number)),
    ...{ live: true, title, tags, tag_words: tags.join(' '), body: plainText(body), audience, category, service },
    ...{ service_id: service?.id ?? null, language, known_error: data.knownError },
    ...{ article_version: data.version, published_at: occurredAt },
  };
};

const linked: Handler<'ArticleLinked'> = (row, { subject, data: { keys, kind, target } }) => {
  if (kind !== 'about_ci') return undefined;
  const before = row ?? blank(subject, keys.number);
  return { ...before, ci_ids: [...before.ci_ids.filter((id) => id !== target.id), target.id] };
};

const unlinked: Handler<'ArticleUnlinked'> = (row, { data: { kind, target } }) =>
  row && kind === 'about_ci' ? { ...row, ci_ids: row.ci_ids.filter((id) => id !== target.id) } : undefined;

/** Languages whose words PostgreSQL knows the stems of, by the beginning of the language tag. */
export const STEMMED: Readonly<Record<string, string>> = {
  ...{ en: 'english', de: 'german', fr: 'french', es: 'spanish', it: 'italian', pt: 'portuguese', nl: 'dutch' },
  ...{ sv: 'swedish', da: 'danish', no: 'norwegian', fi: 'finnish' },
};

const stems = `(case ${Object.entries(STEMMED)
  .map(([tag, name]) => `when left(language, 2) = '${tag}' then '${name}'::regconfig`)
  .join(' ')} else 'simple'::regconfig end)`;

export const articleSearch = projection<ArticleSearchRow, ArticleEvent>({
  name: 'article-search',
  version: 2,
  table: {
    schema: 'knowledge',
    name: 'article_search',
    key: 'id',
    columns: {
      id: 'text collate "C"',
      number: 'text collate "C" not null',
      live: 'boolean not null',
      title: 'text not null',
      tags: 'text[] not null',
      tag_words: 'text not null',
      body: 'text not null',
      audience: 'text collate "C" not null',
      category: 'text collate "C"',
      service_id: 'text collate "C"',
      service: 'json',
      language: 'text collate "C" not null',
      known_error: 'boolean not null',
      article_version: 'integer not null',
      published_at: 'timestamptz',
      ci_ids: 'text[] collate "C" not null',
      heading: `tsvector generated always as (
        setweight(to_tsvector('simple', number || ' ' || title), 'A') || setweight(to_tsvector(${stems}, title), 'A') ||
        setweight(to_tsvector('simple', tag_words), 'B') || setweight(to_tsvector(${stems}, tag_words), 'B')
      ) stored`,
      // As they are written, to look them up by, and as stems, to rank by.
      words: `tsvector generated always as (
        strip(to_tsvector('simple', number || ' ' || title || ' ' || tag_words || ' ' || body)) ||
        to_tsvector(${stems}, title || ' ' || tag_words || ' ' || body)
      ) stored`,
    },
    indexes: [
      'using gin (words) with (fastupdate = off) where live',
      'using gin (ci_ids) where live',
      '(category, published_at) where live',
      '(service_id, published_at) where live',
    ],
    comment: 'What each article can be found by: the text of its live version.',
  },
  handlers: {
    ArticlePublished: published,
    ArticleRetired: (row) => row && { ...row, live: false },
    ArticleLinked: linked,
    ArticleUnlinked: unlinked,
  },
});
