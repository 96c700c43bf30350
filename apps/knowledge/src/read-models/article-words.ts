import type { ArticleEvent } from '@opsledger/contracts';
import { projection } from '@opsledger/event-sourcing';
import { plainText } from '../rendering/markdown';
import { trigramsOf, vocabularyOf } from '../search/trigrams';

/** A word that articles use, so that mistyped ones can be told and put right. */
export interface ArticleWordRow {
  readonly word: string;
  /** A public article used it: only such words are told to requesters. */
  readonly is_public: boolean;
  readonly trigrams: readonly string[];
}

type Published = Extract<ArticleEvent, { type: 'ArticlePublished' }>;

export const articleWords = projection<ArticleWordRow, Published>({
  name: 'article-words',
  version: 1,
  table: {
    schema: 'knowledge',
    name: 'article_words',
    key: 'word',
    columns: {
      word: 'text collate "C"',
      is_public: 'boolean not null',
      trigrams: 'text[] collate "C" not null',
    },
    indexes: ['using gin (trigrams)'],
    comment: 'Words of published articles with their runs of three letters, to find mistyped words by.',
  },
  keys: ({ data: { content } }) =>
    vocabularyOf(`${content.title} ${content.tags.join(' ')} ${plainText(content.body)}`),
  handlers: {
    ArticlePublished: (row, { data: { content } }, word) => {
      const isPublic = content.audience === 'public';
      if (row && (row.is_public || !isPublic)) return undefined;
      return { word, is_public: isPublic, trigrams: trigramsOf(word) };
    },
  },
});
