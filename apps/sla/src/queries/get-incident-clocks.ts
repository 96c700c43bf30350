import {
  GetIncident,
  type GetIncidentClocks,
  type IncidentView,
  type ParamsOf,
  type ResultOf,
} from '@opsledger/contracts';
import { streamOf } from '@opsledger/event-store';
import type { QueryContext } from '@opsledger/service-kit';
import { judgeRecord } from '../clock/judge-record';
import { clockedIncident } from '../records/incident-facts';
import { clockView } from './clock-view';
import { currentBook } from './current-book';
import { instantAsked } from './instant-asked';

/** Worked out when it is asked for, from the log: there is nothing that could have drifted from it. */
export async function getIncidentClocks(
  { id: name, asOf }: ParamsOf<typeof GetIncidentClocks>,
  context: QueryContext,
): Promise<ResultOf<typeof GetIncidentClocks>> {
  const { id, number } = await incident(name, context);
  const now = instantAsked(asOf, context);
  const [book, events] = await Promise.all([currentBook(context), context.store.readStream(streamOf('incident', id))]);
  const clocks = judgeRecord(clockedIncident(events).facts, book, now.getTime());
  return { id, number, asOf: now.toISOString(), clocks: clocks.map(clockView) };
}

/** Asked of its own service, which knows names and who may see what. */
async function incident(name: string, { services, actor, roles, position }: QueryContext): Promise<IncidentView> {
  const question = { service: GetIncident.service, type: GetIncident.name, params: { id: name } };
  return (await services.query({ ...question, actor, roles, position })) as IncidentView;
}
