import { batchById, type ServiceContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import type { IncidentDatabase } from '../read-models/incident-database';
import type { IncidentDetailsRow } from '../read-models/incident-details/incident-details';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** People name incidents by id or by number. */
export const isIncidentId = (name: string): boolean => UUID.test(name);

type Load = (id: string) => Promise<IncidentDetailsRow | undefined>;
const loaders = new WeakMap<IncidentDatabase, Load>();

/** Details by id; requests that arrive together share one query. */
export function detailsById(db: IncidentDatabase): Load {
  let load = loaders.get(db);
  if (!load) {
    load = batchById(
      // One text for any number of ids, and none of the cost of building it.
      async (ids) =>
        (
          await sql<IncidentDetailsRow>`
            select id, number, document, work_notes from incident.incident_details where id = any(${ids})`.execute(db)
        ).rows,
      ({ id }) => id,
    );
    loaders.set(db, load);
  }
  return load;
}

export const detailsByNumber = (db: IncidentDatabase, number: string): Promise<IncidentDetailsRow | undefined> =>
  db.selectFrom('incident.incident_details').selectAll().where('number', '=', number).executeTakeFirst();

/** Details by id or number. */
export const detailsOf = (db: IncidentDatabase, name: string): Promise<IncidentDetailsRow | undefined> =>
  isIncidentId(name) ? detailsById(db)(name.toLowerCase()) : detailsByNumber(db, name.toUpperCase());

/** The id of an incident named by id or number; an id is taken as given. */
export async function incidentIdOf({ db }: Pick<ServiceContext, 'db'>, name: string): Promise<string | undefined> {
  if (isIncidentId(name)) return name.toLowerCase();
  const row = await (db as IncidentDatabase)
    .selectFrom('incident.incident_details')
    .select('id')
    .where('number', '=', name.toUpperCase())
    .executeTakeFirst();
  return row?.id;
}
