import type { PersonEvent } from '@opsledger/contracts';
import { RecordNotFound, aggregate, existingOr } from '@opsledger/event-sourcing';
import { changePersonEmail } from './commands/change-person-email';
import { deactivatePerson } from './commands/deactivate-person';
import { grantRoles } from './commands/grant-roles';
import { reactivatePerson } from './commands/reactivate-person';
import { registerPerson } from './commands/register-person';
import { renamePerson } from './commands/rename-person';
import { revokeRoles } from './commands/revoke-roles';
import { evolve, isKnown, type Person } from './person-state';

const existing = existingOr(isKnown, (id) => new RecordNotFound('person', id));

export const person = aggregate<Person, PersonEvent>({
  category: 'person',
  initial: { status: 'unknown' },
  evolve,
  decisions: {
    RegisterPerson: registerPerson,
    RenamePerson: existing(renamePerson),
    ChangePersonEmail: existing(changePersonEmail),
    DeactivatePerson: existing(deactivatePerson),
    ReactivatePerson: existing(reactivatePerson),
    GrantRoles: existing(grantRoles),
    RevokeRoles: existing(revokeRoles),
  },
});
