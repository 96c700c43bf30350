import { countedBy } from '@opsledger/business-time';
import type { ServiceLevel } from '@opsledger/contracts';
import { batchById, type QueryContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { Calendars } from '../lookups/calendars';
import type { IncidentDatabase } from '../read-models/incident-database';
import type { ServiceLevelsRow, StoodLevel } from '../read-models/service-levels/service-levels';

type Load = (id: string) => Promise<ServiceLevelsRow | undefined>;
const loaders = new WeakMap<IncidentDatabase, Load>();

function rowOf(db: IncidentDatabase): Load {
  let load = loaders.get(db);
  if (!load) {
    load = batchById(
      async (ids) =>
        (
          await sql<ServiceLevelsRow>`
            select * from incident.service_levels where incident_id = any(${ids})`.execute(db)
        ).rows,
      ({ incident_id }) => incident_id,
    );
    loaders.set(db, load);
  }
  return load;
}

/** How the promises for an incident stand now; none while service level management has not looked at it yet. */
export async function serviceLevelsOf(id: string, context: QueryContext): Promise<ServiceLevel[]> {
  const row = await rowOf(context.db)(id);
  const [now, calendars] = [context.clock().getTime(), Calendars.of(context.services)];
  return Promise.all((row?.levels ?? []).map((level) => levelNow(level, calendars, now)));
}

async function levelNow({ at, ...level }: StoodLevel, calendars: Calendars, now: number): Promise<ServiceLevel> {
  const { state, calendar, targetMs, dueAt } = level;
  const elapsedMs =
    state === 'running'
      ? countedBy(
          await calendars.get(calendar.id, calendar.version),
          { elapsedMs: level.elapsedMs, at: Date.parse(at) },
          now,
        )
      : level.elapsedMs;
  const remainingWallMs = dueAt === null ? null : Date.parse(dueAt) - now;
  return { ...level, elapsedMs, remainingMs: targetMs - elapsedMs, remainingWallMs };
}
