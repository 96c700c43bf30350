import type { GetPerson, ListPeople, ParamsOf, PersonView, ResultOf } from '@opsledger/contracts';
import { streamOf } from '@opsledger/event-store';
import { keysetPage, notFound, searchByWords, whereGiven, type QueryContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import type { DirectoryDatabase } from '../read-models/directory-database';
import { rowAsOf } from './row-as-of';
import { people, type PersonRow } from '../read-models/people';

const foundByWords = searchByWords({
  table: 'directory.people',
  id: 'id',
  words: 'words',
  names: true,
  listed: 'directory.people.id',
});

export async function listPeople(
  { q, active, role, limit = 50, after }: ParamsOf<typeof ListPeople>,
  context: QueryContext,
): Promise<ResultOf<typeof ListPeople>> {
  const { db, upToDate } = context;
  await upToDate(people.name);
  let query = whereGiven((db as DirectoryDatabase).selectFrom('directory.people').selectAll(), { active });
  if (q !== undefined) query = query.where(await foundByWords(q, context));
  if (role !== undefined) query = query.where(sql<boolean>`${role} = any(roles)`);
  const scope = { list: 'people', q, active, role };
  const page = await keysetPage(query, { column: 'sort_name' }, { limit, after, scope });
  return { ...page, items: page.items.map(viewOf) };
}

export async function getPerson(
  { id, asOf }: ParamsOf<typeof GetPerson>,
  { db, store, found, upToDate }: QueryContext,
): Promise<PersonView> {
  await upToDate(people.name);
  const row = asOf
    ? await rowAsOf(people, store, streamOf('person', id), asOf)
    : await found(people.name, () => personById(db, id));
  if (!row)
    throw notFound(
      asOf ? `No person ${id} was known at ${asOf}.` : `There is no person ${id}. GET /v1/people lists them.`,
    );
  return viewOf(row);
}

const personById = (db: DirectoryDatabase, id: string): Promise<PersonRow | undefined> =>
  db.selectFrom('directory.people').selectAll().where('id', '=', id).executeTakeFirst();

const viewOf = (row: PersonRow): PersonView => ({
  id: row.id,
  name: row.name,
  email: row.email,
  oidcSubject: row.oidc_subject,
  active: row.active,
  roles: [...row.roles],
  registeredAt: row.registered_at,
  deactivatedAt: row.deactivated_at,
  version: row.version,
});
