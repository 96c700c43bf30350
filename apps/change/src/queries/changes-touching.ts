import type { ChangesTouching, ParamsOf, ResultOf } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { changeList, type ChangeListRow } from '../read-models/change-list';

type Found = Pick<ChangeListRow, 'summary' | 'story'>;

/** Items and services are looked up each by their own index; a change that names both is one. */
export async function changesTouching(
  { ciIds = [], serviceIds = [], from, to, limit = 50 }: ParamsOf<typeof ChangesTouching>,
  context: QueryContext,
): Promise<ResultOf<typeof ChangesTouching>> {
  await context.upToDate(changeList.name);
  const inTime = sql`touches_from <= ${to} and (touches_to is null or touches_to >= ${from})
    and state <> all(array['draft', 'canceled'])`;
  const query = sql<Found>`
    select summary, story from change.changes where id in (
      select id from change.changes where cis <> '{}' and cis && ${[...ciIds]}::text[] and ${inTime}
      union
      select id from change.changes where service_id = any(${[...serviceIds]}::text[]) and ${inTime})
    order by touches_from desc, id limit ${limit + 1}`;
  const { rows } = await query.execute(context.db);
  const asked = { cis: new Set(ciIds), services: new Set(serviceIds) };
  return { items: rows.slice(0, limit).map((row) => itemOf(row, asked)), truncated: rows.length > limit };
}

function itemOf(
  { summary, story }: Found,
  asked: { readonly cis: ReadonlySet<string>; readonly services: ReadonlySet<string> },
): ResultOf<typeof ChangesTouching>['items'][number] {
  const { links, plan } = story.details;
  const { actualStart, actualEnd } = summary;
  const isBegun = actualStart !== null;
  return {
    change: summary,
    start: isBegun ? actualStart : plan.plannedStart!,
    end: isBegun ? actualEnd : plan.plannedEnd,
    actual: isBegun,
    touches: {
      cis: links
        .filter(({ kind, target }) => kind === 'affected_ci' && asked.cis.has(target.id))
        .map((it) => it.target),
      service: summary.service && asked.services.has(summary.service.id) ? summary.service : null,
    },
  };
}
