import type { ServiceDefinition } from '@opsledger/service-kit';
import { accessToken } from './access-token/access-token';
import { reservations } from './lookups/reservations';
import { lookups } from './lookups/lookups';
import { person } from './person/person';
import { problems } from './problems';
import { authenticateToken } from './queries/authenticate-token';
import { checkMembership } from './queries/check-membership';
import { accessTokens } from './read-models/access-tokens';
import { listAccessTokens } from './queries/access-tokens';
import { memberships } from './read-models/memberships';
import { listPersonTeams, listTeamMembers } from './queries/memberships';
import { people } from './read-models/people';
import { getPerson, listPeople } from './queries/people';
import { teams } from './read-models/teams';
import { getTeam, listTeams } from './queries/teams';
import { team } from './team/team';

/** People, teams, who was in which when, and the access tokens they hold. */
export const directoryService: ServiceDefinition = {
  name: 'directory',
  aggregates: [person, team, accessToken],
  lookups,
  reservations,
  projections: [people, teams, memberships, accessTokens],
  processes: [],
  queries: {
    ListPeople: listPeople,
    GetPerson: getPerson,
    ListPersonTeams: listPersonTeams,
    ListTeams: listTeams,
    GetTeam: getTeam,
    ListTeamMembers: listTeamMembers,
    ListAccessTokens: listAccessTokens,
    CheckMembership: checkMembership,
    AuthenticateToken: authenticateToken,
  },
  problems,
};
