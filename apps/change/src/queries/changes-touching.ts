import type { ChangeSummary, ChangesTouching, ParamsOf, Reference, ResultOf } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { changeList } from '../read-models/change-list';
import type { ChangeStory } from '../read-models/change-document';

interface Row {
  readonly summary: ChangeSummary;
  readonly start: string;
  readonly story: ChangeStory;
}

/** States in which a change is, or was, carried out, or is about to be. */
const REAL = ['scheduled', 'implement', 'review', 'closed'];

export async function changesTouching(
  { ciIds, serviceIds, from, to, limit = 50 }: ParamsOf<typeof ChangesTouching>,
  context: QueryContext,
): Promise<ResultOf<typeof ChangesTouching>> {
  await context.upToDate(changeList.name);
  const { rows } = await sql<Row>`
    select * from (
      select summary, story,
        coalesce((summary ->> 'actualStart')::timestamptz, planned_start) as start,
        case when summary ->> 'actualStart' is null then planned_end else (summary ->> 'actualEnd')::timestamptz end as end
      from change.changes
      where (cis <> '{}' and cis && ${ciIds}::text[] or service_id = any(${serviceIds}::text[])) and state = any(${REAL})
    ) touching
    where start < ${to}::timestamptz and ("end" is null or "end" > ${from}::timestamptz)
    order by start desc limit ${limit}`.execute(context.db);
  const asked = new Set([...ciIds, ...serviceIds]);
  return { items: rows.map(({ summary, start, story }) => ({ change: summary, start, touches: named(story, asked) })) };
}

function named({ details: { links, plan } }: ChangeStory, asked: ReadonlySet<string>): Reference[] {
  const items = links.filter(({ kind }) => kind === 'affected_ci').map(({ target }) => target);
  return (plan.service ? [...items, plan.service] : items).filter(({ id }) => asked.has(id));
}
