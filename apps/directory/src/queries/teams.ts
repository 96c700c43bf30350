import type { GetTeam, ListTeams, ParamsOf, ResultOf, TeamView } from '@opsledger/contracts';
import { streamOf } from '@opsledger/event-store';
import { keysetPage, notFound, searchByWords, whereGiven, type QueryContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import type { DirectoryDatabase } from '../read-models/directory-database';
import { memberships } from '../read-models/memberships';
import { inForceAt } from './memberships';
import { rowAsOf } from './row-as-of';
import { teams, type TeamRow } from '../read-models/teams';

const foundByWords = searchByWords({
  table: 'directory.teams',
  id: 'id',
  words: 'words',
  names: true,
  listed: 'directory.teams.id',
});

export async function listTeams(
  { q, active, limit = 50, after }: ParamsOf<typeof ListTeams>,
  context: QueryContext,
): Promise<ResultOf<typeof ListTeams>> {
  const { db, clock, upToDate } = context;
  await Promise.all([upToDate(teams.name), upToDate(memberships.name)]);
  let query = whereGiven((db as DirectoryDatabase).selectFrom('directory.teams').selectAll(), { active });
  if (q !== undefined) query = query.where(await foundByWords(q, context));
  const scope = { list: 'teams', q, active };
  const page = await keysetPage<TeamRow>(query, { column: 'sort_name' }, { limit, after, scope });
  const counts = await membersOf(db, page.items, clock().toISOString());
  return { ...page, items: page.items.map((row) => viewOf(row, counts.get(row.id))) };
}

export async function getTeam(
  { id, asOf }: ParamsOf<typeof GetTeam>,
  { db, store, clock, found, upToDate }: QueryContext,
): Promise<TeamView> {
  await Promise.all([upToDate(teams.name), upToDate(memberships.name)]);
  const row = asOf
    ? await rowAsOf(teams, store, streamOf('team', id), asOf)
    : await found(teams.name, () => teamById(db, id));
  if (!row)
    throw notFound(asOf ? `No team ${id} was known at ${asOf}.` : `There is no team ${id}. GET /v1/teams lists them.`);
  const counts = await membersOf(db, [row], asOf ?? clock().toISOString());
  return viewOf(row, counts.get(id));
}

const teamById = (db: DirectoryDatabase, id: string): Promise<TeamRow | undefined> =>
  db.selectFrom('directory.teams').selectAll().where('id', '=', id).executeTakeFirst();

async function membersOf(db: DirectoryDatabase, rows: readonly TeamRow[], at: string): Promise<Map<string, number>> {
  if (rows.length === 0) return new Map();
  const counts = await db
    .selectFrom('directory.memberships')
    .select('team_id')
    .select(sql<number>`count(*)::int`.as('members'))
    .where(
      'team_id',
      'in',
      rows.map(({ id }) => id),
    )
    .where(inForceAt(at))
    .groupBy('team_id')
    .execute();
  return new Map(counts.map(({ team_id, members }) => [team_id, members]));
}

const viewOf = (row: TeamRow, members = 0): TeamView => ({
  id: row.id,
  name: row.name,
  description: row.description,
  active: row.active,
  calendar: row.calendar,
  formedAt: row.formed_at,
  disbandedAt: row.disbanded_at,
  members,
  version: row.version,
});
