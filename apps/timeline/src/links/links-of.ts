import type { LinkedRecord, RecordLink } from '@opsledger/contracts';
import { keysetPage, type Page, type PageRequest, type QueryContext } from '@opsledger/service-kit';
import { sql, type Kysely } from 'kysely';
import { recordLinks, type LinkPeriod, type RecordLinkRow } from '../read-models/record-links';
import { withdrawals } from '../read-models/withdrawals';

type TimelineDatabase = Kysely<{ 'timeline.links': RecordLinkRow }>;

interface Standing {
  readonly ids: readonly string[];
  readonly at: string;
}

/** The period in which a link stood at an instant; one that was stated before its record took all back is none. */
const periodAt = (at: string) => sql<LinkPeriod>`
  select period.since, period.until
  from json_to_recordset(links.periods) as period (since text collate "C", until text collate "C", revision integer)
  left join timeline.withdrawals withdrawn on withdrawn.record = links.from_id
  where period.since <= ${at} and (period.until is null or period.until > ${at})
    -- A table from before revisions were kept has none; it is read until it is built anew.
    and (period.revision is null or withdrawn.revision is null or period.revision > withdrawn.revision)
  limit 1`;

/** Links that stood at an instant from or to any of these records, whichever side stated them. */
const linksThatStood = (db: TimelineDatabase, { ids, at }: Standing) =>
  db
    .selectFrom('timeline.links as links')
    .innerJoinLateral(sql<{ since: string; until: string | null }>`(${periodAt(at)})`.as('stood'), (on) => on.onTrue())
    .selectAll('links')
    .select(['stood.since', 'stood.until'])
    .where(({ or, eb }) => or([eb('links.from_id', 'in', ids), eb('links.to_id', 'in', ids)]));

/** The first of them, in a stable order. */
export async function linksOf(
  ids: readonly string[],
  { at, limit }: { readonly at: string; readonly limit: number },
  { db }: Pick<QueryContext, 'db'>,
): Promise<RecordLink[]> {
  const rows = await linksThatStood(db as TimelineDatabase, { ids, at })
    .orderBy('links.link')
    .limit(limit)
    .execute();
  return rows.map(linkOf);
}

/** Those of one record, page by page. */
export async function pageOfLinks(
  { id, at }: { readonly id: string; readonly at: string },
  request: PageRequest,
  { db }: Pick<QueryContext, 'db'>,
): Promise<Page<RecordLink>> {
  const all = linksThatStood(db as TimelineDatabase, { ids: [id], at });
  const page = await keysetPage(all, { column: 'links.link', id: 'links.link' }, request);
  return { ...page, items: page.items.map(linkOf) };
}

export async function upToDate(context: QueryContext): Promise<void> {
  await Promise.all([recordLinks, withdrawals].map(({ name }) => context.upToDate(name)));
}

type Stood = RecordLinkRow & Pick<LinkPeriod, 'since' | 'until'>;

const linkOf = (row: Stood): RecordLink => ({
  kind: row.kind,
  from: fromOf(row),
  to: toOf(row),
  since: row.since,
  until: row.until,
});

const fromOf = (row: RecordLinkRow): LinkedRecord => ({
  id: row.from_id,
  name: row.from_name,
  record: row.from_record,
});
const toOf = (row: RecordLinkRow): LinkedRecord => ({ id: row.to_id, name: row.to_name, record: row.to_record });
