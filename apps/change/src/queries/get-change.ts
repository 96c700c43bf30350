import type { Reference } from '@opsledger/contracts';
import type { NamedRecord, QueryContext, QueryHandler } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { changeIncidents, type ChangeIncidentsRow } from '../read-models/change-incidents';
import { changeList } from '../read-models/change-list';
import { changeRecords } from './records';
import { documentOf } from './change-document';
import { maySee, noSuchChange } from './own-changes';

export const getChange: QueryHandler<NamedRecord> = async ({ id: name, asOf }, context) => {
  const facts = await changeRecords.factsNamed(name, context);
  const current = changeRecords.documentOf(facts);
  if (!current || !maySee(context, documentOf(current))) throw noSuchChange(name);
  if (asOf !== undefined) {
    const story = changeRecords.documentOf(facts, asOf);
    if (!story) throw noSuchChange(`${name} at ${asOf}`);
    // What other records say of it is known for now only.
    return documentOf(story);
  }
  const { number } = current.details.keys;
  const [incidents, children] = await Promise.all([
    incidentsOf(current.id, number, context),
    childrenOf(current.id, context),
  ]);
  return { ...documentOf(current), incidents, children };
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
