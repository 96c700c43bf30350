import { accessTokenId, type AccessTokenEvent } from '@opsledger/contracts';
import { command, given } from '@opsledger/testing';
import { accessToken } from '../access-token';

const tokenHash = 'ab'.repeat(32);
const id = accessTokenId(tokenHash);
const ada = { name: 'Ada', active: true, roles: ['agent', 'analyst'] };
const issue = (data: object = {}, person: object | null = ada) =>
  command(
    'IssueAccessToken',
    { tokenHash, label: 'grafana', roles: ['analyst'], ...data },
    { id, lookups: { person } },
  );
const integration = { id, name: 'grafana', kind: 'service' } as const;
const issued: AccessTokenEvent = {
  type: 'AccessTokenIssued',
  data: { tokenHash, holder: integration, roles: ['analyst'], label: 'grafana', expiresAt: null },
};
const revoked: AccessTokenEvent = {
  type: 'AccessTokenRevoked',
  data: { holder: integration, label: 'grafana', reason: null },
};

describe('IssueAccessToken', () => {
  test('for an integration', () => {
    given(accessToken).when(issue()).then(issued);
  });

  test('for a person, until an instant', () => {
    given(accessToken)
      .when(issue({ person: 'p-1', expiresAt: '2026-04-01T02:00:00+02:00' }))
      .then({
        type: 'AccessTokenIssued',
        data: {
          ...issued.data,
          tokenHash,
          roles: ['analyst'],
          holder: { id: 'p-1', name: 'Ada', kind: 'person' },
          expiresAt: '2026-04-01T00:00:00.000Z',
        },
      });
  });

  test('never with more than the person holds, unless that is everything', () => {
    const refusal = given(accessToken)
      .when(issue({ person: 'p-1', roles: ['admin', 'agent'] }))
      .thenRefused('roles-not-held');
    expect(refusal.facts).toEqual({ roles: ['admin'] });
    given(accessToken)
      .when(issue({ person: 'p-1' }, { ...ada, roles: ['admin'] }))
      .then({ ...issued, data: { ...issued.data, holder: { id: 'p-1', name: 'Ada', kind: 'person' } } } as never);
  });

  test('not for an unknown or deactivated person, nor until an instant that has passed', () => {
    given(accessToken)
      .when(issue({ person: 'p-1' }, null))
      .thenRefused('holder-unknown');
    given(accessToken)
      .when(issue({ person: 'p-1' }, { ...ada, active: false }))
      .thenRefused('holder-inactive');
    given(accessToken)
      .when(issue({ expiresAt: '2026-03-02T09:00:00Z' }))
      .thenRefused('expiry-passed');
  });

  test('again is nothing, also after it was revoked', () => {
    given(accessToken, issued).when(issue()).thenNothing();
    given(accessToken, issued, revoked).when(issue()).thenNothing();
  });
});

test('RevokeAccessToken, once', () => {
  given(accessToken, issued).when(command('RevokeAccessToken', {})).then(revoked);
  given(accessToken, issued, revoked).when(command('RevokeAccessToken', {})).thenNothing();
});
