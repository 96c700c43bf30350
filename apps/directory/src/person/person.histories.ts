import type { PersonEvent, Role } from '@opsledger/contracts';

/** Histories named by the state they lead to, for specs. */

const keys = { name: 'Grace Hopper', active: true };

const personRegistered: PersonEvent = {
  type: 'PersonRegistered',
  data: { keys, email: 'grace@example.org', oidcSubject: null },
};

const granted = (...roles: Role[]): PersonEvent => ({
  type: 'RolesGranted',
  data: { keys, granted: roles, roles: { before: [], after: roles } },
});

export const anAgent = (): PersonEvent[] => [personRegistered, granted('requester', 'agent')];

export const anAdmin = (): PersonEvent[] => [personRegistered, granted('requester', 'admin')];

export const aDeactivatedPerson = (): PersonEvent[] => [
  ...anAgent(),
  { type: 'PersonDeactivated', data: { keys: { ...keys, active: false }, reason: null } },
];
