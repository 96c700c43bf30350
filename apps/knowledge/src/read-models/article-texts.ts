import type { ArticleEvent } from '@opsledger/contracts';
import { projection } from '@opsledger/event-sourcing';
import { plainText } from '../rendering/markdown';

/** Letters of an article that a snippet is taken from. */
const SNIPPET_OF = 8_000;

/** The text that snippets are taken from. */
interface ArticleTextRow {
  readonly id: string;
  readonly article_version: number;
  readonly body: string;
}

export const articleTexts = projection<ArticleTextRow, Extract<ArticleEvent, { type: 'ArticlePublished' }>>({
  name: 'article-texts',
  version: 2,
  table: {
    schema: 'knowledge',
    name: 'article_texts',
    key: 'id',
    columns: { id: 'text collate "C"', article_version: 'integer not null', body: 'text not null' },
    comment: 'The beginning of the text of the version that each article published last, without markup.',
  },
  handlers: {
    ArticlePublished: (_, { subject, data: { version, content } }) => ({
      id: subject,
      article_version: version,
      body: plainText(content.body).slice(0, SNIPPET_OF),
    }),
  },
});
