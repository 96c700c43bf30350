import {
  GetIncident,
  type ClockView,
  type GetIncidentClocks,
  type IncidentView,
  type ParamsOf,
  type ResultOf,
} from '@opsledger/contracts';
import { streamOf } from '@opsledger/event-store';
import type { QueryContext } from '@opsledger/service-kit';
import { judgeRecord, type NamedClock } from '../clock/judge-record';
import { incidentFacts } from '../records/incident-facts';
import { currentBook } from './current-book';

/** Worked out when it is asked for, from the log: there is nothing that could have drifted from it. */
export async function getIncidentClocks(
  { id: name, asOf }: ParamsOf<typeof GetIncidentClocks>,
  context: QueryContext,
): Promise<ResultOf<typeof GetIncidentClocks>> {
  const { id, number } = await incident(name, context);
  const now = asOf ? new Date(asOf) : context.clock();
  const [book, events] = await Promise.all([currentBook(context), context.store.readStream(streamOf('incident', id))]);
  const clocks = judgeRecord(incidentFacts(events), book, now.getTime());
  return { id, number, asOf: now.toISOString(), clocks: clocks.map(clockView) };
}

/** Asked of its own service, which knows names and who may see what. */
async function incident(name: string, { services, actor, roles, position }: QueryContext): Promise<IncidentView> {
  const question = { service: GetIncident.service, type: GetIncident.name, params: { id: name } };
  return (await services.query({ ...question, actor, roles, position })) as IncidentView;
}

const text = (at: number): string => new Date(at).toISOString();
const maybeText = (at: number | null): string | null => (at === null ? null : text(at));

function clockView(clock: NamedClock): ClockView {
  const { pinned, kind, target, phase, verdict, startedAt, dueAt, targetMs, elapsedMs, transitions, ledger } = clock;
  const { id, version } = pinned.policy;
  return {
    kind: kind as ClockView['kind'],
    target,
    policy: { id, version },
    calendar: { id: pinned.calendar.id, version: pinned.calendar.version },
    state: phase,
    verdict: verdict && { result: verdict.result, at: text(verdict.at), dueAt: maybeText(verdict.dueAt) },
    startedAt: text(startedAt),
    dueAt: maybeText(dueAt),
    targetMs,
    elapsedMs,
    remainingMs: targetMs - elapsedMs,
    transitions: transitions.map(({ at, ...transition }) => ({ ...transition, at: text(at) })),
    ledger: ledger.map(({ from, to, policy, calendar, ...entry }) => ({
      ...entry,
      from: text(from),
      to: text(to),
      policy: { id: policy.id, version: policy.version },
      calendar: { id: calendar.id, version: calendar.version },
    })),
  };
}
