import { sql } from 'kysely';
import { articleFacts } from '../../facts/article-facts';
import { articleUseFacts } from '../../facts/article-use-facts';
import { incidentFacts } from '../../facts/incident-facts';
import { KNOWLEDGE_DATES, knowledgeFigures, liveFigure, reviewOverdueFigure } from '../../figures/knowledge-figures';
import { factsFrom } from '../facts-source';
import { resolvedFrom } from '../incidents/resolved-incidents';
import { recordDimension, wordDimension, type Report, type Sources, type Span } from '../report';
import { timesOf } from '../turns-sql';

export const knowledge: Report = {
  path: '/v1/reports/knowledge',
  unit: 'articles',
  figures: knowledgeFigures,
  dates: KNOWLEDGE_DATES,
  open: [
    { ...liveFigure, isOpen: (at) => sql`times_live @> ${at}`, since: 'first_published_at' },
    {
      ...reviewOverdueFigure,
      isOpen: (at) => sql`times_live @> ${at}`,
      isPart: (at) => sql`times_overdue @> ${at}`,
      since: 'first_published_at',
    },
  ],
  dimensions: {
    audience: wordDimension('audience'),
    category: wordDimension('category'),
    service: recordDimension('service'),
  },
  filters: { audience: 'audience', category: 'category', serviceId: 'service_id' },
  projections: [incidentFacts, articleFacts, articleUseFacts],
  facts: (sources, _, span) => knowledgeFrom(sources, span),
};

/** Common table expressions, `facts` the last: articles, what was read and answered, and incidents that were resolved. */
const knowledgeFrom = (sources: Sources, span: Span) => sql`
  ${resolvedFrom(sources, span)},
  articles as (
    select *, ${timesOf(sql`live`)} as times_live, ${timesOf(sql`overdue`)} as times_overdue_before
    from (${factsFrom(sources(articleFacts), 'reporting.article_facts')}) as article),
  used as (
    select * from (${factsFrom(sources(articleUseFacts), 'reporting.article_use_facts')}) as every_use
    where used_at >= ${span.from}::timestamptz and used_at < ${span.to}::timestamptz),
  facts as (
    select 'article' as record, id, number, title, state, number as article, audience, category, service_id, service,
      known_error, drafted_at, first_published_at, retired_at, times_live,
      times_overdue_before + case when review_due is null then '{}'::tstzmultirange
        else tstzmultirange(tstzrange(review_due, null)) end as times_overdue,
      null::text as kind, null::text as reader, null::timestamptz as used_at, null::boolean as settled,
      null::boolean as deflected, null::boolean as helpful,
      null::timestamptz as incident_resolved_at, null::text as resolving_article
    from articles
    union all
    select kind, id, number, null, null, number, audience, category, service_id, service,
      null, null, null, null, null, null, kind, reader, used_at,
      used_at <= ${span.knownAt}::timestamptz - interval '24 hours', deflected, helpful, null, null
    from used
    union all
    select 'incident', id, number, null, state, resolving_article, null, category, service_id, service,
      null, null, null, null, null, null, null, null, null, null, null, null, resolved_at, resolving_article
    from resolved)`;
