import { countedBy, type BusinessCalendar } from '@opsledger/business-time';
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

/** A promise with what it takes to tell how it stands at any instant. */
interface Running {
  readonly stood: StoodLevel;
  /** Of a clock that runs. */
  readonly calendar: BusinessCalendar | undefined;
  readonly at: number;
  readonly dueAt: number | null;
}

/** How the promises for an incident stand now; none while service level management has not looked at it yet. */
export async function serviceLevelsOf(id: string, context: QueryContext): Promise<ServiceLevel[]> {
  const levels = await context.kept(incidentServiceLevels.name, id, () => runningLevels(id, context));
  const now = context.clock().getTime();
  return levels.map((level) => levelNow(level, now));
}

async function runningLevels(id: string, { db, services }: QueryContext): Promise<readonly Running[]> {
  const row = await levelsIn(db)(id);
  return Promise.all(
    (row?.levels ?? []).map(async (stood) => ({
      stood,
      calendar:
        stood.state === 'running'
          ? await Calendars.of(services).get(stood.calendar.id, stood.calendar.version)
          : undefined,
      at: Date.parse(stood.at),
      dueAt: stood.dueAt === null ? null : Date.parse(stood.dueAt),
    })),
  );
}

function levelNow({ stood, calendar: runsBy, at, dueAt: due }: Running, now: number): ServiceLevel {
  const { id, kind, target, policy, calendar, state, verdict, warnedPercent, atRisk, startedAt, dueAt, targetMs } =
    stood;
  const elapsedMs = runsBy ? countedBy(runsBy, { elapsedMs: stood.elapsedMs, at }, now) : stood.elapsedMs;
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
    remainingWallMs: due === null ? null : due - now,
  };
}
