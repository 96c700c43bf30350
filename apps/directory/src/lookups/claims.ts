import type { ChangePersonEmail, FormTeam, PayloadOf, RegisterPerson } from '@opsledger/contracts';
import type { Claims } from '@opsledger/service-kit';
import { people } from '../read-models/people';
import { teams } from '../read-models/teams';
import { Standings } from '../records/standings';

/** What no two active people may have. */
export interface Unshared {
  readonly email?: string | null;
  readonly oidcSubject?: string | null;
}

/** However it is capitalised: as addresses are compared when they are looked up. */
const personal = ({ email, oidcSubject }: Unshared): string[] => [
  ...(email ? [`e-mail address ${email.toLowerCase()}`] : []),
  ...(oidcSubject ? [`sign-in ${oidcSubject}`] : []),
];

const registerPerson: Claims = {
  view: people.name,
  of: ({ data }) => personal(data as PayloadOf<typeof RegisterPerson>),
};

const changePersonEmail: Claims = {
  view: people.name,
  of: ({ data }) => personal(data as PayloadOf<typeof ChangePersonEmail>),
};

const reactivatePerson: Claims = {
  view: people.name,
  of: async ({ id }, { store }) => personal((id && (await Standings.of(store).person(id))) || {}),
};

const teamName: Claims = {
  view: teams.name,
  of: ({ data }) => [`team name ${(data as PayloadOf<typeof FormTeam>).name.toLowerCase()}`],
};

/** By command. */
export const claims: Readonly<Record<string, Claims>> = {
  RegisterPerson: registerPerson,
  ChangePersonEmail: changePersonEmail,
  ReactivatePerson: reactivatePerson,
  FormTeam: teamName,
  RenameTeam: teamName,
};
