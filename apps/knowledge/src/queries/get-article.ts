import type {
  ArticleVersion,
  ArticleView,
  GetArticle,
  GetArticleHistory,
  ListArticleFeedback,
  ParamsOf,
  ResultOf,
} from '@opsledger/contracts';
import { historyEntry, keysetPage, whereGiven, type QueryContext } from '@opsledger/service-kit';
import {
  draftOf,
  liveOf,
  publicSummary,
  shownOf,
  staffSummary,
  type ArticleDocument,
} from '../read-models/article-document';
import { articleFeedback, articleUseFigures, figuresOf, type ArticleUseRow } from '../read-models/article-use';
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

export async function getArticleHistory(
  { id: name }: ParamsOf<typeof GetArticleHistory>,
  context: QueryContext,
): Promise<ResultOf<typeof GetArticleHistory>> {
  const facts = await articleRecords.factsNamed(name, context);
  const document = articleRecords.documentOf(facts);
  // The route is for staff; a caller without a route is asked the same.
  if (!document || !seesAll(context)) throw noSuchArticle(name);
  return { id: document.id, number: document.number, items: facts.map(historyEntry) };
}

export async function listArticleFeedback(
  { id: name, limit = 50, after, helpful }: ParamsOf<typeof ListArticleFeedback>,
  context: QueryContext,
): Promise<ResultOf<typeof ListArticleFeedback>> {
  const id = await articleRecords.idOf(name, context);
  if (id === undefined || !seesAll(context)) throw noSuchArticle(name);
  await context.upToDate(articleFeedback.name);
  const rows = context.db.selectFrom('knowledge.article_feedback').selectAll();
  const page = await keysetPage(
    whereGiven(rows, { article_id: id, helpful }),
    { column: 'at', descending: true },
    { limit, after, scope: { list: 'article-feedback', id, helpful } },
  );
  const told = page.items.map((row: any) => ({
    person: { id: row.person_id, name: row.person_name },
    ...{ helpful: row.helpful, comment: row.comment, articleVersion: row.article_version, at: row.at },
  }));
  return { ...page, items: told };
}
