import { countedBy } from '@opsledger/business-time';
import type { ServiceLevel } from '@opsledger/contracts';
import { onePer } from '@opsledger/event-sourcing';
import { batchById, type QueryContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { Calendars } from '../lookups/calendars';
import type { IncidentDatabase } from '../read-models/incident-database';
import { incidentServiceLevels, type ServiceLevelsRow, type StoodLevel } from '../read-models/service-levels';

type Stood = Pick<ServiceLevelsRow, 'incident_id' | 'levels'>;
const levelsIn = onePer((db: IncidentDatabase) =>
  batchById(
    async (ids) =>
      (
        await sql<Stood>`
          select incident_id, levels from incident.service_levels where incident_id = any(${ids})`.execute(db)
      ).rows,
    ({ incident_id }) => incident_id,
  ),
);

/** How the promises for an incident stand now; none while service level management has not looked at it yet. */
export async function serviceLevelsOf(id: string, context: QueryContext): Promise<ServiceLevel[]> {
  const row = await context.kept(incidentServiceLevels.name, id, () => levelsIn(context.db)(id));
  const [now, calendars] = [context.clock().getTime(), Calendars.of(context.services)];
  return Promise.all((row?.levels ?? []).map((level) => levelNow(level, calendars, now)));
}

async function levelNow(stood: StoodLevel, calendars: Calendars, now: number): Promise<ServiceLevel> {
  const { id, kind, target, policy, calendar, state, verdict, warnedPercent, atRisk, startedAt, dueAt, targetMs } =
    stood;
  const elapsedMs =
    state === 'running'
      ? countedBy(
          await calendars.get(calendar.id, calendar.version),
          { elapsedMs: stood.elapsedMs, at: Date.parse(stood.at) },
          now,
        )
      : stood.elapsedMs;
  // Field by field: every answer has some, and taking the rest of an object costs more than counting the time.
  return {
    id,
    kind,
    target,
    policy,
    calendar,
    state,
    verdict,
    warnedPercent,
    atRisk,
    startedAt,
    dueAt,
    targetMs,
    elapsedMs,
    remainingMs: targetMs - elapsedMs,
    remainingWallMs: dueAt === null ? null : Date.parse(dueAt) - now,
  };
}
