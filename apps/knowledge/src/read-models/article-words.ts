import type { ArticleEvent } from '@opsledger/contracts';
import { projection } from '@opsledger/event-sourcing';
import { searchedWord, type WrittenWord } from '@opsledger/service-kit';
import { plainText } from '../rendering/markdown';
import { dictionaryOf, STEMMED } from '../search/languages';
import { keptSpellingsOf } from '../search/spellings';
import { vocabularyOf } from '../search/words';

/** A word that a published article used once, so that mistyped ones can be put right. */
interface ArticleWordRow {
  /** As it is written, in small letters. */
  readonly word: string;
  /** In plain letters: as it is looked for. */
  readonly folded: string;
  /** A public article used it once: only such words are told to requesters. */
  readonly is_public: boolean;
  readonly spellings: readonly string[];
  /** As `english:stem`, in every language that PostgreSQL knows them of, with the marks and without. */
  readonly stems?: readonly string[];
}

type Published = Extract<ArticleEvent, { type: 'ArticlePublished' }>;

const wordsPublished = ({ data: { content } }: Published): WrittenWord[] =>
  vocabularyOf(`${content.title} ${content.tags.join(' ')} ${plainText(content.body)}`);

const stems = [...new Set(Object.values(STEMMED))].flatMap((language) =>
  ['word', 'nullif(folded, word)'].map(
    (word) => `'${language}:' || (ts_lexize('${dictionaryOf(language)}'::regdictionary, ${word}))[1]`,
  ),
);

export const articleWords = projection<ArticleWordRow, Published>({
  name: 'article-words',
  version: 4,
  table: {
    schema: 'knowledge',
    name: 'article_words',
    key: 'word',
    columns: {
      word: 'text collate "C"',
      folded: 'text collate "C" not null',
      is_public: 'boolean not null',
      spellings: 'text[] collate "C" not null',
      stems: `text[] generated always as (array[${stems.join(', ')}]) stored`,
    },
    indexes: ['(folded)', 'using gin (spellings) with (fastupdate = off)', 'using gin (stems) with (fastupdate = off)'],
    comment: 'Words that published articles used at some time, with the spellings that mistyped ones are looked up by.',
  },
  keys: (event) => wordsPublished(event).map(({ written }) => written),
  handlers: {
    ArticlePublished: (row, { data: { content } }, word) => {
      const folded = searchedWord(word);
      const isPublic = content.audience === 'public';
      if (row && (row.is_public || !isPublic)) return undefined;
      return { word, folded, is_public: isPublic, spellings: keptSpellingsOf(folded) };
    },
  },
});

/** How common a word is, in plain letters. */
interface ArticleWordCountRow {
  readonly word: string;
  readonly publications: number;
  readonly public_publications: number;
}

/** Beside the words themselves, so that counting on leaves their index alone. */
export const articleWordCounts = projection<ArticleWordCountRow, Published>({
  name: 'article-word-counts',
  version: 2,
  table: {
    schema: 'knowledge',
    name: 'article_word_counts',
    key: 'word',
    columns: {
      word: 'text collate "C"',
      publications: 'integer not null',
      public_publications: 'integer not null',
    },
    comment: 'How often a version was published that uses the word: what tells rare words from common ones.',
  },
  keys: (event) => [...new Set(wordsPublished(event).map(({ word }) => word))],
  handlers: {
    ArticlePublished: (row, { data: { content } }, word) => ({
      word,
      publications: (row?.publications ?? 0) + 1,
      public_publications: (row?.public_publications ?? 0) + (content.audience === 'public' ? 1 : 0),
    }),
  },
});
