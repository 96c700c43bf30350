import type { LinkedRecord, RecordLink } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import type { Kysely } from 'kysely';
import { recordLinks, type RecordLinkRow } from '../read-models/record-links';

type TimelineDatabase = Kysely<{ 'timeline.links': RecordLinkRow }>;

/** Links that stood at an instant from or to any of these records, whichever side stated them; in a stable order. */
export async function linksOf(
  ids: readonly string[],
  { at, limit }: { readonly at: string; readonly limit: number },
  { db }: Pick<QueryContext, 'db'>,
): Promise<RecordLink[]> {
  const rows = await (db as TimelineDatabase)
    .selectFrom('timeline.links')
    .selectAll()
    .where(({ or, eb }) => or([eb('from_id', 'in', ids), eb('to_id', 'in', ids)]))
    .orderBy('link')
    .limit(limit)
    .execute();
  return rows.flatMap((row) => linkAt(row, at) ?? []);
}

export const upToDate = (context: QueryContext): Promise<void> => context.upToDate(recordLinks.name);

function linkAt(row: RecordLinkRow, at: string): RecordLink | undefined {
  const period = row.periods.find(({ since, until }) => since <= at && (until === null || until > at));
  if (!period) return undefined;
  return { kind: row.kind, from: fromOf(row), to: toOf(row), since: period.since, until: period.until };
}

const fromOf = (row: RecordLinkRow): LinkedRecord => ({
  id: row.from_id,
  name: row.from_name,
  record: row.from_record,
});
const toOf = (row: RecordLinkRow): LinkedRecord => ({ id: row.to_id, name: row.to_name, record: row.to_record });
