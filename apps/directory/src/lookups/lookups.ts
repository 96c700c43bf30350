import type {
  AddTeamMember,
  ChangePersonEmail,
  FormTeam,
  IssueAccessToken,
  RegisterPerson,
  PayloadOf,
} from '@opsledger/contracts';
import type { Lookup, ServiceContext } from '@opsledger/service-kit';
import type { IssueAccessTokenLookups } from '../access-token/commands/issue-access-token';
import type { ChangePersonEmailLookups } from '../person/commands/change-person-email';
import type { ReactivatePersonLookups } from '../person/commands/reactivate-person';
import type { RegisterPersonLookups } from '../person/commands/register-person';
import { Standings, inForce } from '../records/standings';
import type { Unshared } from './reservations';
import type { AddTeamMemberLookups } from '../team/commands/add-team-member';
import type { TeamNameLookups } from '../team/commands/form-team';
import { activePersonWithEmail, activePersonWithSignIn, activeTeamNamed } from './taken-names';

const registerPerson: Lookup<RegisterPersonLookups> = ({ id, data }, { db }) =>
  othersWith(data as PayloadOf<typeof RegisterPerson>, id, db);

const reactivatePerson: Lookup<ReactivatePersonLookups> = async ({ id }, { db, store }) =>
  othersWith((await Standings.of(store).person(id)) ?? {}, id, db);

async function othersWith({ email, oidcSubject }: Unshared, id: string, db: ServiceContext['db']) {
  const [emailOf, oidcSubjectOf] = await Promise.all([
    email ? activePersonWithEmail(db, email, id) : null,
    oidcSubject ? activePersonWithSignIn(db, oidcSubject, id) : null,
  ]);
  return { emailOf, oidcSubjectOf };
}

const changePersonEmail: Lookup<ChangePersonEmailLookups> = async ({ id, data }, { db }) => {
  const { email } = data as PayloadOf<typeof ChangePersonEmail>;
  return { emailOf: email ? await activePersonWithEmail(db, email, id) : null };
};

const teamName: Lookup<TeamNameLookups> = async ({ id, data }, { db }) => ({
  nameOf: await activeTeamNamed(db, (data as PayloadOf<typeof FormTeam>).name, id),
});

const addTeamMember: Lookup<AddTeamMemberLookups> = async ({ data }, context) => ({
  person: await personNow(context, (data as PayloadOf<typeof AddTeamMember>).person),
});

const issueAccessToken: Lookup<IssueAccessTokenLookups> = async ({ data }, context) => {
  const { person } = data as PayloadOf<typeof IssueAccessToken>;
  return { person: person ? await personNow(context, person) : null };
};

/** From the log, not from a view: a person registered a moment ago can join a team. */
async function personNow({ store, clock }: ServiceContext, id: string) {
  const standing = await Standings.of(store).person(id);
  return standing && { ...standing, active: inForce(standing, clock().toISOString()) };
}

/** By command; who has a name or an address already is looked up in views, which is why these are reserved first. */
export const lookups: Readonly<Record<string, Lookup>> = {
  RegisterPerson: registerPerson,
  ChangePersonEmail: changePersonEmail,
  ReactivatePerson: reactivatePerson,
  FormTeam: teamName,
  RenameTeam: teamName,
  AddTeamMember: addTeamMember,
  IssueAccessToken: issueAccessToken,
};
