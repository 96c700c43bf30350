import type { ChangePersonEmail, FormTeam, PayloadOf, RegisterPerson } from '@opsledger/contracts';
import type { Reservations } from '@opsledger/service-kit';
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

const registerPerson: Reservations = {
  view: people.name,
  of: ({ data }) => personal(data as PayloadOf<typeof RegisterPerson>),
};

const changePersonEmail: Reservations = {
  view: people.name,
  of: ({ data }) => personal(data as PayloadOf<typeof ChangePersonEmail>),
};

const reactivatePerson: Reservations = {
  view: people.name,
  of: async ({ id }, { store }) => personal((id && (await Standings.of(store).person(id))) || {}),
};

const teamName: Reservations = {
  view: teams.name,
  of: ({ data }) => [`team name ${(data as PayloadOf<typeof FormTeam>).name.toLowerCase()}`],
};

/** By command. */
export const reservations: Readonly<Record<string, Reservations>> = {
  RegisterPerson: registerPerson,
  ChangePersonEmail: changePersonEmail,
  ReactivatePerson: reactivatePerson,
  FormTeam: teamName,
  RenameTeam: teamName,
};
