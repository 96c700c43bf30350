import { RECORD_ID, command, given } from '@opsledger/testing';
import { person } from '../person';
import { aDeactivatedPerson, anAdmin, anAgent } from '../person.histories';

const keys = { name: 'Grace Hopper', active: true };
const self = { actor: { id: RECORD_ID, name: 'Grace Hopper', kind: 'person' } } as const;

describe('RenamePerson', () => {
  const rename = (name: string) => command('RenamePerson', { name });

  test('says what the name was and is', () => {
    given(person, ...anAgent())
      .when(rename('Grace M. Hopper'))
      .then({
        type: 'PersonRenamed',
        data: {
          keys: { name: 'Grace M. Hopper', active: true },
          name: { before: 'Grace Hopper', after: 'Grace M. Hopper' },
        },
      });
  });

  test('to the name they have is nothing', () => {
    given(person, ...anAgent())
      .when(rename('Grace Hopper'))
      .thenNothing();
  });
});

describe('ChangePersonEmail', () => {
  const change = (email: string | null, emailOf: object | null = null) =>
    command('ChangePersonEmail', { email }, { lookups: { emailOf } });

  test('changes it, or takes it away', () => {
    given(person, ...anAgent())
      .when(change(null))
      .then({ type: 'PersonEmailChanged', data: { keys, email: { before: 'grace@example.org', after: null } } });
  });

  test('to the address they have is nothing; to that of another is refused', () => {
    given(person, ...anAgent())
      .when(change('grace@example.org'))
      .thenNothing();
    given(person, ...anAgent())
      .when(change('ada@example.org', { id: 'p-2', name: 'Ada' }))
      .thenRefused('email-taken');
  });
});

describe('DeactivatePerson, ReactivatePerson', () => {
  const deactivate = command('DeactivatePerson', { reason: 'left' });
  const reactivate = (taken: object = {}) =>
    command('ReactivatePerson', {}, { lookups: { emailOf: null, oidcSubjectOf: null, ...taken } });

  test('deactivates and reactivates, once each', () => {
    given(person, ...anAgent())
      .when(deactivate)
      .then({ type: 'PersonDeactivated', data: { keys: { ...keys, active: false }, reason: 'left' } });
    given(person, ...aDeactivatedPerson())
      .when(deactivate)
      .thenNothing();

    given(person, ...aDeactivatedPerson())
      .when(reactivate())
      .then({ type: 'PersonReactivated', data: { keys } });
    given(person, ...anAgent())
      .when(reactivate())
      .thenNothing();
  });

  test('not while somebody else has the address or the sign-in they had', () => {
    const ada = { id: 'p-2', name: 'Ada' };
    const refusal = given(person, ...aDeactivatedPerson())
      .when(reactivate({ emailOf: ada }))
      .thenRefused('email-taken');
    expect(refusal.detail).toContain('grace@example.org');
    expect(refusal.detail).toContain('Ada (p-2)');
    expect(refusal.facts).toEqual({ person: ada });
    given(person, ...aDeactivatedPerson())
      .when(reactivate({ oidcSubjectOf: ada }))
      .thenRefused('sign-in-taken');
    given(person, ...anAgent())
      .when(reactivate({ emailOf: ada, oidcSubjectOf: ada }))
      .thenNothing();
  });

  test('nobody deactivates themselves', () => {
    given(person, ...anAdmin())
      .when(command('DeactivatePerson', {}, self))
      .thenRefused('locks-yourself-out');
  });
});

describe('GrantRoles, RevokeRoles', () => {
  test('grants what is not held yet', () => {
    given(person, ...anAgent())
      .when(command('GrantRoles', { roles: ['agent', 'analyst'] }))
      .then({
        type: 'RolesGranted',
        data: {
          keys,
          granted: ['analyst'],
          roles: { before: ['requester', 'agent'], after: ['requester', 'agent', 'analyst'] },
        },
      });
    given(person, ...anAgent())
      .when(command('GrantRoles', { roles: ['agent'] }))
      .thenNothing();
  });

  test('a deactivated person gets none', () => {
    given(person, ...aDeactivatedPerson())
      .when(command('GrantRoles', { roles: ['admin'] }))
      .thenRefused('person-inactive');
  });

  test('revokes what is held', () => {
    given(person, ...anAgent())
      .when(command('RevokeRoles', { roles: ['agent', 'analyst'] }))
      .then({
        type: 'RolesRevoked',
        data: { keys, revoked: ['agent'], roles: { before: ['requester', 'agent'], after: ['requester'] } },
      });
    given(person, ...anAgent())
      .when(command('RevokeRoles', { roles: ['analyst'] }))
      .thenNothing();
  });

  test('nobody takes the admin role from themselves', () => {
    given(person, ...anAdmin())
      .when(command('RevokeRoles', { roles: ['admin'] }, self))
      .thenRefused('locks-yourself-out');
  });
});
