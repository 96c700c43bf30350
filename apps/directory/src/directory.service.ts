import type { ServiceDefinition } from '@opsledger/service-kit';
import { accessToken } from './access-token/access-token';
import { claims } from './lookups/claims';
import { lookups } from './lookups/lookups';
import { person } from './person/person';
import { problems } from './problems';
import { authenticateToken } from './queries/authenticate-token';
import { checkMembership } from './queries/check-membership';
import { accessTokens } from './read-models/access-tokens/access-tokens';
import { listAccessTokens } from './read-models/access-tokens/access-tokens-queries';
import { memberships } from './read-models/memberships/memberships';
import { listPersonTeams, listTeamMembers } from './read-models/memberships/memberships-queries';
import { people } from './read-models/people/people';
import { getPerson, listPeople } from './read-models/people/people-queries';
import { teams } from './read-models/teams/teams';
import { getTeam, listTeams } from './read-models/teams/teams-queries';
import { team } from './team/team';

/** People, teams, who was in which when, and the access tokens they hold. */
export const directoryService: ServiceDefinition = {
  name: 'directory',
  aggregates: [person, team, accessToken],
  lookups,
  claims,
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
