import {
  ListIncidents,
  type IncidentSummary,
  type ParamsOf,
  type ReportAvailability,
  type ResultOf,
  type ServiceAvailability,
} from '@opsledger/contracts';
import { streamOf } from '@opsledger/event-store';
import { someAtOnce, type QueryContext } from '@opsledger/service-kit';
import { monthIn, type Month } from '../availability/month';
import { figuresOf, outagesOf, type Span, type Suspect } from '../availability/outages';
import { text } from '../instants';
import { timesOf, type PolicyBook } from '../policy/policy-book';
import { availabilityCommitments } from '../read-models/definitions';
import { clockedIncident } from '../records/incident-facts';
import { currentBook } from './current-book';
import { everyCommitment } from './definitions';
import { instantAsked } from './instant-asked';

/** Histories read at the same time. */
const AT_ONCE = 20;

/** Worked out from the incidents' own histories when it is asked for; a month keeps the versions it began with. */
export async function reportAvailability(
  { month, serviceId, asOf }: ParamsOf<typeof ReportAvailability>,
  context: QueryContext,
): Promise<ResultOf<typeof ReportAvailability>> {
  await context.upToDate(availabilityCommitments.name);
  const now = instantAsked(asOf, context);
  const [book, commitments] = await Promise.all([currentBook(context), everyCommitment(context)]);
  const items: ServiceAvailability[] = [];
  for (const { id, versions, withdrawnAt } of commitments) {
    const known = versions.map(({ validFrom, ...version }) => ({ ...version, id, validFrom: Date.parse(validFrom) }));
    const during = monthIn(
      month,
      book,
      known.filter(({ validFrom }) => validFrom <= now.getTime()),
    );
    if (!during || (withdrawnAt && Date.parse(withdrawnAt) <= during.span.from)) continue;
    if (serviceId !== undefined && during.version.definition.serviceId !== serviceId) continue;
    items.push(await availabilityIn(during, book, now.getTime(), context));
  }
  return { month, asOf: now.toISOString(), items };
}

async function availabilityIn(
  { version, span, calendar }: Month,
  book: PolicyBook,
  now: number,
  context: QueryContext,
): Promise<ServiceAvailability> {
  const { name, serviceId, objectivePercent } = version.definition;
  const within = { from: span.from, to: Math.min(span.to, now) };
  const outages = outagesOf(await suspectsIn(serviceId, span, now, context), version.definition, within);
  const times = timesOf(book, calendar.id, calendar.version)!;
  return {
    commitment: { id: version.id, version: version.version, name },
    serviceId,
    calendar,
    from: text(span.from),
    to: text(span.to),
    objectivePercent,
    ...figuresOf(outages, times, objectivePercent, span, now),
    outages: outages.map(({ from, to, records }) => ({
      from: text(from),
      to: text(to),
      downMs: times.elapsed(from, to),
      incidents: [...records],
    })),
  };
}

/** Incidents of the service that were open at some time of the month, with what was known of them. */
async function suspectsIn(serviceId: string, { from, to }: Span, now: number, context: QueryContext) {
  const open = { serviceId, state: 'new,in_progress,on_hold', openedTo: text(to) };
  const touched = { serviceId, updatedFrom: text(from), openedTo: text(to) };
  const found = new Map<string, IncidentSummary>();
  for (const filter of [open, touched])
    for await (const incident of incidentsBy(filter, context)) found.set(incident.id, incident);
  return someAtOnce([...found.values()], AT_ONCE, async ({ id, number }): Promise<Suspect> => {
    const events = await context.store.readStream(streamOf('incident', id));
    const known = events.filter(({ recordedAt }) => Date.parse(recordedAt) <= now);
    return { record: { id, name: number }, facts: clockedIncident(known).facts };
  });
}

async function* incidentsBy(
  filter: object,
  { services, actor, roles, position }: QueryContext,
): AsyncGenerator<IncidentSummary> {
  for (let after: string | undefined = ''; after !== undefined;) {
    const params = { ...filter, limit: 500, sort: 'number', ...(after && { after }) };
    const question = { service: ListIncidents.service, type: ListIncidents.name, params };
    const page = (await services.query({ ...question, actor, roles, position })) as ResultOf<typeof ListIncidents>;
    yield* page.items;
    after = page.next;
  }
}
