import type { ArticleVersion, ArticleView, GetArticle, ParamsOf } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import {
  draftOf,
  liveOf,
  publicSummary,
  shownOf,
  staffSummary,
  type ArticleDocument,
} from '../read-models/article-document';
import { articleUseFigures, figuresOf, type ArticleUseRow } from '../read-models/article-use';
import { renderedHtml } from '../rendering/markdown';
import { articleRecords, mayRead, noSuchArticle, seesAll } from './article-records';

type Params = ParamsOf<typeof GetArticle>;

export async function getArticle(params: Params, context: QueryContext): Promise<ArticleView> {
  const { id: name, asOf, version } = params;
  const facts = await articleRecords.factsNamed(name, context);
  const current = articleRecords.documentOf(facts);
  if (!current || !mayRead(context, current)) throw noSuchArticle(name);
  const document = asOf === undefined ? current : articleRecords.documentOf(facts, asOf);
  // What was public once and is internal now, or the other way round, is no requester's to read.
  if (!document || !mayRead(context, document)) throw noSuchArticle(`${current.number} at ${asOf}`);

  const shown = chosen(document, version);
  const isTheirs = seesAll(context) || shown === liveOf(document);
  if (!shown || !isTheirs) throw noSuchArticle(`${current.number} in version ${version}`);
  const text = { body: shown.content.body, ...(params.html && { html: renderedHtml(shown.content.body) }) };
  if (!seesAll(context)) return { ...publicSummary(document, shown), ...text, shown: shown.state };
  const use = asOf === undefined ? { use: await useOf(document.number, context) } : {};
  return { ...staffSummary(document, shown), ...text, ...aboutIt(document, shown), ...use };
}

function chosen(document: ArticleDocument, version: string | undefined): ArticleVersion | undefined {
  if (version === undefined) return shownOf(document);
  if (version === 'live') return liveOf(document);
  if (version === 'draft') return draftOf(document);
  return document.versions.find(({ articleVersion }) => articleVersion === Number(version));
}

const aboutIt = (document: ArticleDocument, shown: ArticleVersion) => ({
  shown: shown.state,
  contributors: shown.contributors,
  remarks: shown.remarks,
  knownErrorOf: document.knownErrorOf,
  links: [...document.links],
  retiredBecause: document.retiredBecause,
  versions: document.versions.map(({ articleVersion, state, content, publishedAt, publishedBy, endedAt }) => ({
    ...{ articleVersion, state, title: content.title, publishedAt, publishedBy, endedAt },
  })),
});

async function useOf(number: string, { db, upToDate }: QueryContext) {
  await upToDate(articleUseFigures.name);
  const row = await db.selectFrom('knowledge.article_use').selectAll().where('number', '=', number).executeTakeFirst();
  return figuresOf(row as ArticleUseRow | undefined, number);
}
