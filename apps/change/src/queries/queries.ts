import { isStaff, type ChangeDocument, type Reference } from '@opsledger/contracts';
import {
  authorOf,
  historyEntry,
  notFound,
  type QueryContext,
  type QueryHandler,
  type RecordReader,
} from '@opsledger/service-kit';
import { streamOf } from '@opsledger/event-store';
import { sql } from 'kysely';
import { changeSettings } from '../settings/settings';
import { changeIncidents, type ChangeIncidentsRow } from '../read-models/change-incidents';
import { changeList } from '../read-models/change-list';
import { changeRecords } from '../read-models/records';
import { documentOf } from './change-document';

interface Named {
  readonly id: string;
  readonly asOf?: string;
}
const missing = (what: string, name: string) =>
  notFound(`There is no ${what} ${name}, or it is not yours to see. Check the id or number.`);

/** Staff see every change; others those they requested or are asked to approve. */
function maySee(context: QueryContext, { requestedBy, approvals }: ChangeDocument): boolean {
  const { id } = context.actor;
  const isAsked = approvals.groups.some(({ approvers }) => approvers.some((approver) => approver.id === id));
  return isStaff(context) || requestedBy.id === id || isAsked;
}

export const getChange: QueryHandler<Named> = async ({ id: name, asOf }, context) => {
  const id = await changeRecords.idOf(name, context);
  const facts = id === undefined ? [] : await changeRecords.factsOf(id, context);
  const current = changeRecords.documentOf(facts);
  if (!current || !maySee(context, documentOf(current))) throw missing('change', name);
  const story = asOf === undefined ? current : changeRecords.documentOf(facts, asOf);
  if (!story) throw missing('change', `${name} at ${asOf}`);
  const { number } = current.details.keys;
  return {
    ...documentOf(story),
    incidents: await incidentsOf(story.id, number, context),
    children: await childrenOf(story.id, context),
  };
};

async function incidentsOf(id: string, number: string, context: QueryContext) {
  await context.upToDate(changeIncidents.name);
  const rows = sql<ChangeIncidentsRow>`
    select * from change.change_incidents where changes && array[${id}, ${number}]::text[]
    order by number collate "C" limit 500`;
  return (await rows.execute(context.db)).rows.flatMap(({ incident_id, number: name, links }) =>
    links
      .filter(({ target }) => [id, number].includes(target.id) || target.name === number)
      .map(({ kind }) => ({ kind, incident: { id: incident_id, name } })),
  );
}

async function childrenOf(id: string, context: QueryContext): Promise<Reference[]> {
  await context.upToDate(changeList.name);
  const rows = sql<Reference>`select id, number as name from change.changes where parent_id = ${id} order by number limit 500`;
  return (await rows.execute(context.db)).rows;
}

export const getChangeHistory: QueryHandler<Named> = async ({ id: name }, context) => {
  const id = await changeRecords.idOf(name, context);
  const facts = id === undefined ? [] : await changeRecords.factsOf(id, context);
  const story = changeRecords.documentOf(facts);
  if (!story || !maySee(context, documentOf(story))) throw missing('change', name);
  return { id: story.id, number: story.details.keys.number, items: facts.map(historyEntry) };
};

/** One record of another kind, and its history. */
export const recordQueries = <View extends { readonly id: string; readonly number: string }>(
  what: string,
  records: RecordReader<View, any>,
): { readonly get: QueryHandler<Named>; readonly history: QueryHandler<Named> } => {
  const factsOf = async (name: string, context: QueryContext) => {
    const id = await records.idOf(name, context);
    return id === undefined ? [] : records.factsOf(id, context);
  };
  return {
    get: async ({ id, asOf }, context) => {
      const view = records.documentOf(await factsOf(id, context), asOf);
      if (!view) throw missing(what, id);
      return view;
    },
    history: async ({ id: name }, context) => {
      const facts = await factsOf(name, context);
      const view = records.documentOf(facts);
      if (!view) throw missing(what, name);
      return { id: view.id, number: view.number, items: facts.map(historyEntry) };
    },
  };
};

export const getChangeSettings: QueryHandler<{ readonly asOf?: string }> = async ({ asOf }, { store }) => {
  const then = asOf === undefined ? undefined : new Date(asOf).toISOString();
  const all = await store.readStream(streamOf(changeSettings.category, 'settings'));
  const events = all.filter(({ occurredAt }) => then === undefined || occurredAt <= then);
  const last = events.at(-1);
  return {
    retrospective: events.reduce((state, event) => changeSettings.evolve(state, event as any), changeSettings.initial),
    revisedAt: last?.occurredAt ?? null,
    revisedBy: last ? authorOf(last) : null,
    version: last?.revision ?? 0,
  };
};
