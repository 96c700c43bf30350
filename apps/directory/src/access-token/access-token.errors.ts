import type { Reference, Role } from '@opsledger/contracts';
import { Refusal } from '@opsledger/event-sourcing';

export type AccessTokenRefusal = 'expiry-passed' | 'holder-unknown' | 'holder-inactive' | 'roles-not-held';

const refusal = (code: AccessTokenRefusal, detail: string, facts?: Record<string, unknown>) =>
  new Refusal(code, detail, facts);

export const expiryPassed = (expiresAt: string) =>
  refusal('expiry-passed', `${expiresAt} has passed. Give a later expiry, or none.`);

export const holderUnknown = (person: string) =>
  refusal('holder-unknown', `There is no person ${person}. Register the person first.`);

export const holderInactive = (person: Reference) =>
  refusal('holder-inactive', `${person.name} (${person.id}) is deactivated. Reactivate them first.`, { person });

export const rolesNotHeld = (person: Reference, roles: readonly Role[]) =>
  refusal(
    'roles-not-held',
    `${person.name} (${person.id}) does not hold ${roles.join(', ')}. Grant the role to the person, or leave it out.`,
    { roles },
  );
