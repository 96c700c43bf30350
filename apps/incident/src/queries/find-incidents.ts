import type { FindIncidentClusters, FindOpenedIncidents, ParamsOf, ResultOf } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { incidentList } from '../read-models/incident-list';

/** Incidents told per category. */
const MOST_TOLD = 500;

interface OpenedRow {
  readonly id: string;
  readonly number: string;
  readonly openedAt: Date | string;
}

const opened = ({ id, number, openedAt }: OpenedRow) => ({ id, number, openedAt: new Date(openedAt).toISOString() });

/** Other services look for what incidents have in common. */
export async function findIncidentClusters(
  { from, to, atLeast, most }: ParamsOf<typeof FindIncidentClusters>,
  { db, upToDate }: QueryContext,
): Promise<ResultOf<typeof FindIncidentClusters>> {
  await upToDate(incidentList.name);
  const { rows } = await sql<OpenedRow & { category: string }>`
    with counting as (
      select category, id, number, opened_at,
        count(*) over (partition by category) as total,
        row_number() over (partition by category order by opened_at desc, id desc) as place
      from incident.incidents
      where opened_at >= ${from} and opened_at <= ${to} and category is not null and state <> 'canceled'
    ), largest as (
      select category from counting where place = 1 and total >= ${atLeast} order by total desc, category limit ${most}
    )
    select category, id, number, opened_at as "openedAt" from counting
    where place <= ${MOST_TOLD} and category in (select category from largest)
    order by total desc, category, opened_at, id`.execute(db);
  const clusters = new Map<string, ReturnType<typeof opened>[]>();
  for (const row of rows) {
    const incidents = clusters.get(row.category) ?? [];
    incidents.push(opened(row));
    clusters.set(row.category, incidents);
  }
  return { clusters: [...clusters].map(([category, incidents]) => ({ category, incidents })) };
}

export async function findOpenedIncidents(
  { ids, from, to }: ParamsOf<typeof FindOpenedIncidents>,
  { db, upToDate }: QueryContext,
): Promise<ResultOf<typeof FindOpenedIncidents>> {
  await upToDate(incidentList.name);
  const { rows } = await sql<OpenedRow>`
    select id, number, opened_at as "openedAt" from incident.incidents
    where id = any(${[...ids]}) and opened_at >= ${from} and opened_at <= ${to} and state <> 'canceled'
    order by opened_at, id`.execute(db);
  return { incidents: rows.map(opened) };
}
