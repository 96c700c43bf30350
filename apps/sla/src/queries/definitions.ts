import type {
  AvailabilityCommitmentView,
  GetSlaCalendar,
  ParamsOf,
  SlaCalendarView,
  SlaPolicyView,
} from '@opsledger/contracts';
import { notFound, type QueryContext } from '@opsledger/service-kit';
import type { Definitions } from '../policy/book-shelf';
import { slaCalendars, slaPolicies, type DefinitionRow } from '../read-models/definitions';
import type { SlaDatabase } from '../read-models/sla-database';

type Context = Pick<QueryContext, 'db'>;
type Named = ParamsOf<typeof GetSlaCalendar>;

const everyCalendar = ({ db }: Context) =>
  (db as SlaDatabase).selectFrom('sla.calendars').selectAll().orderBy('created_at').orderBy('id').execute();
const everyPolicy = ({ db }: Context) =>
  (db as SlaDatabase).selectFrom('sla.policies').selectAll().orderBy('created_at').orderBy('id').execute();

const calendarView = ({ id, name, version, versions }: Awaited<ReturnType<typeof everyCalendar>>[number]) =>
  ({ id, name, version, versions: [...versions] }) satisfies SlaCalendarView;
const policyView = ({ id, name, version, versions, retired_at }: Awaited<ReturnType<typeof everyPolicy>>[number]) =>
  ({ id, name, version, retiredAt: instantOf(retired_at), versions: [...versions] }) satisfies SlaPolicyView;

export async function listSlaCalendars(_: object, context: QueryContext): Promise<{ items: SlaCalendarView[] }> {
  await context.upToDate(slaCalendars.name);
  return { items: (await everyCalendar(context)).map(calendarView) };
}

export async function listSlaPolicies(_: object, context: QueryContext): Promise<{ items: SlaPolicyView[] }> {
  await context.upToDate(slaPolicies.name);
  return { items: (await everyPolicy(context)).map(policyView) };
}

export async function everyCommitment({ db }: Context): Promise<AvailabilityCommitmentView[]> {
  const commitments = (db as SlaDatabase).selectFrom('sla.availability_commitments').selectAll();
  const rows = await commitments.orderBy('created_at').orderBy('id').execute();
  return rows.map(({ id, name, version, versions, retired_at }) => ({
    id,
    name,
    version,
    withdrawnAt: instantOf(retired_at),
    versions: [...versions],
  }));
}

/** Few enough to look through all of them. */
const oneOf = <Row extends DefinitionRow<unknown>>(rows: readonly Row[], { id }: Named): Row | undefined =>
  rows.find((row) => row.id === id);

export async function getSlaCalendar(params: Named, context: QueryContext): Promise<SlaCalendarView> {
  await context.upToDate(slaCalendars.name);
  const row = await context.found(slaCalendars.name, async () => oneOf(await everyCalendar(context), params));
  if (!row) throw notFound(`There is no calendar ${params.id}; GET /v1/sla/calendars lists them all.`);
  return calendarView(row);
}

export async function getSlaPolicy(params: Named, context: QueryContext): Promise<SlaPolicyView> {
  await context.upToDate(slaPolicies.name);
  const row = await context.found(slaPolicies.name, async () => oneOf(await everyPolicy(context), params));
  if (!row) throw notFound(`There is no policy ${params.id}; GET /v1/sla/policies lists them all.`);
  return policyView(row);
}

const instantOf = (value: Date | string | null): string | null =>
  value === null ? null : new Date(value).toISOString();

/** Policies and calendars, ready to choose from. */
export const definitionsOf = async (context: Context): Promise<Definitions> => ({
  calendars: (await everyCalendar(context)).map(calendarView),
  policies: (await everyPolicy(context)).map(policyView),
});
