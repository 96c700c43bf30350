import { command, given } from '@opsledger/testing';
import { person } from '../person';
import { aDeactivatedPerson, anAgent } from '../person.histories';

const nobody = { emailOf: null, oidcSubjectOf: null };
const grace = { id: 'p-1', name: 'Grace Hopper' };
const keys = { name: 'Ada Lovelace', active: true };
const register = (data: object = {}, lookups: object = nobody) =>
  command('RegisterPerson', { name: 'Ada Lovelace', ...data }, { lookups });

test('a person is a requester unless told', () => {
  given(person)
    .when(register({ email: 'ada@example.org' }))
    .then(
      { type: 'PersonRegistered', data: { keys, email: 'ada@example.org', oidcSubject: null } },
      {
        type: 'RolesGranted',
        data: { keys, granted: ['requester'], roles: { before: [], after: ['requester'] } },
      },
    );
});

test('without roles, none are granted', () => {
  given(person)
    .when(register({ roles: [] }))
    .then({ type: 'PersonRegistered', data: { keys, email: null, oidcSubject: null } });
});

test('registering again leaves the person as they are', () => {
  given(person, ...anAgent())
    .when(register())
    .thenNothing();
  given(person, ...aDeactivatedPerson())
    .when(register())
    .thenNothing();
});

test('an e-mail address or sign-in of somebody else is refused', () => {
  const taken = { emailOf: grace, oidcSubjectOf: grace };
  expect(
    given(person)
      .when(register({ email: 'a@b.org' }, taken))
      .thenRefused('email-taken').facts,
  ).toEqual({
    person: grace,
  });
  given(person)
    .when(register({ oidcSubject: 'sub' }, taken))
    .thenRefused('sign-in-taken');
});
