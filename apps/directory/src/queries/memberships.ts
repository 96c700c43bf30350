import type { ListPersonTeams, ListTeamMembers, MembershipView, ParamsOf, ResultOf } from '@opsledger/contracts';
import { notFound, type QueryContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { Standings } from '../records/standings';
import type { DirectoryDatabase } from '../read-models/directory-database';
import { people } from '../read-models/people';
import { teams } from '../read-models/teams';
import { memberships } from '../read-models/memberships';

export async function listTeamMembers(
  params: ParamsOf<typeof ListTeamMembers>,
  context: QueryContext,
): Promise<ResultOf<typeof ListTeamMembers>> {
  const items = await periods('team', params, context);
  if (items.length === 0 && !(await Standings.of(context.store).team(params.id)))
    throw notFound(`There is no team ${params.id}. GET /v1/teams lists them.`);
  return { items };
}

export async function listPersonTeams(
  params: ParamsOf<typeof ListPersonTeams>,
  context: QueryContext,
): Promise<ResultOf<typeof ListPersonTeams>> {
  const items = await periods('person', params, context);
  if (items.length === 0 && !(await Standings.of(context.store).person(params.id)))
    throw notFound(`There is no person ${params.id}. GET /v1/people lists them.`);
  return { items };
}

/** Memberships of a team or a person, with the names both have now. */
async function periods(
  of: 'team' | 'person',
  { id, asOf, history }: { readonly id: string; readonly asOf?: string; readonly history?: boolean },
  { db, clock, upToDate }: QueryContext,
): Promise<MembershipView[]> {
  await Promise.all([memberships, people, teams].map(({ name }) => upToDate(name)));
  let query = (db as DirectoryDatabase)
    .selectFrom('directory.memberships as membership')
    .leftJoin('directory.people as person', 'person.id', 'membership.person_id')
    .leftJoin('directory.teams as team', 'team.id', 'membership.team_id')
    .select(['person_id', 'team_id', 'valid_from', 'valid_to'])
    .select(sql<string>`coalesce(person.name, membership.person_name)`.as('person_name'))
    .select(sql<string>`coalesce(team.name, membership.team_name)`.as('team_name'))
    .where(of === 'team' ? 'team_id' : 'person_id', '=', id)
    .orderBy(of === 'team' ? 'person_name' : 'team_name')
    .orderBy('valid_from')
    .orderBy('key');
  if (!history) query = query.where(inForceAt(asOf ?? clock().toISOString()));
  const rows = await query.execute();
  return rows.map((row) => ({
    person: { id: row.person_id, name: row.person_name },
    team: { id: row.team_id, name: row.team_name },
    from: row.valid_from,
    to: row.valid_to,
  }));
}

/** Half open: who left at noon was no member at noon. */
export const inForceAt = (at: string) =>
  sql<boolean>`valid_from <= ${at}::timestamptz and (valid_to is null or ${at}::timestamptz < valid_to)`;
