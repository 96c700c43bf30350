import type { IncidentEvent, Reference } from '@opsledger/contracts';
import { given } from '@opsledger/testing';
import { incident } from '../incident';
import {
  AGENT,
  CALLER,
  NETWORK,
  NUMBER,
  OTHER,
  SERVICE_DESK,
  aStranger,
  command,
  keys,
  logged,
  theCaller,
} from '../incident.histories';

const none = { number: NUMBER, caller: null, loggedByTeam: null, followUpOf: null };
const fire = { title: 'Printer on fire', impact: 2, urgency: 3 } as const;
const log = (data: object = {}, lookups: object = {}) =>
  command('LogIncident', { ...fire, ...data }, { lookups: { ...none, ...lookups } });
const asRequester = (data: { caller?: Reference; [field: string]: unknown } = {}) => {
  const lookups = { ...none, caller: data.caller ?? null };
  return command('LogIncident', { ...fire, ...data }, { actor: theCaller, roles: ['requester'], lookups });
};
const loggedWith = (changes: object): IncidentEvent =>
  ({ ...logged, data: { ...logged.data, caller: null, channel: 'other', ...changes } }) as IncidentEvent;

test('impact and urgency give the priority', () => {
  given(incident)
    .when(log({ caller: CALLER, channel: 'phone' }, { caller: CALLER }))
    .then(logged);
  given(incident)
    .when(log({ impact: 1, urgency: 1 }))
    .then(loggedWith({ keys: keys({ priority: 'P1' }), impact: 1, urgency: 1 }));
  given(incident)
    .when(log({ impact: 3, urgency: 3 }))
    .then(loggedWith({ keys: keys({ priority: 'P5' }), impact: 3, urgency: 3 }));
});

test('the matrix in force counts, and its version is recorded', () => {
  const matrix = { 1: {}, 2: { 3: 'P2' }, 3: {} };
  given(incident)
    .when(log({}, { matrix, matrixVersion: 7 }))
    .then(loggedWith({ keys: keys({ priority: 'P2' }), matrixVersion: 7 }));
});

test('what is known at once is recorded at once', () => {
  const service = { id: 's-print', name: 'Printing' };
  const known = keys({ service, category: 'hardware' });
  const ci = { id: 'ci-1', name: 'printer-1' };
  given(incident)
    .when(
      log(
        {
          description: 'Flames.',
          service,
          category: 'hardware',
          subcategory: 'printer',
          location: 'Berlin',
          cis: [ci, ci],
          assign: { teamId: NETWORK.id, personId: AGENT.id },
          loggedByTeamId: SERVICE_DESK.id,
          followUpOf: OTHER.name,
        },
        {
          membership: { team: NETWORK, person: AGENT, member: true },
          loggedByTeam: SERVICE_DESK,
          followUpOf: OTHER,
        },
      ),
    )
    .then(
      loggedWith({
        keys: known,
        description: 'Flames.',
        subcategory: 'printer',
        location: 'Berlin',
        loggedByTeam: SERVICE_DESK,
      }),
      { type: 'IncidentLinked', data: { keys: known, kind: 'affected_ci', target: ci } },
      { type: 'IncidentLinked', data: { keys: known, kind: 'follow_up_of', target: OTHER } },
      {
        type: 'IncidentAssigned',
        data: {
          keys: { ...known, team: NETWORK },
          assignment: { before: { team: null, person: null }, after: { team: NETWORK, person: AGENT } },
          reassignments: 0,
        },
      },
    );
});

describe('a requester', () => {
  test('logs for themselves, by the portal', () => {
    given(incident)
      .when(asRequester())
      .then(loggedWith({ caller: CALLER, channel: 'portal' }));
    given(incident)
      .when(asRequester({ caller: CALLER, channel: 'chat' }))
      .then(loggedWith({ caller: CALLER, channel: 'chat' }));
  });

  test('neither for others nor to a team', () => {
    given(incident)
      .when(asRequester({ caller: { id: aStranger.id, name: aStranger.name } }))
      .thenRefused('requester-logs-own');
    given(incident)
      .when(asRequester({ assign: { teamId: NETWORK.id } }))
      .thenRefused('requester-may-not-assign');
  });
});

test('the caller is recorded as the directory calls them', () => {
  given(incident)
    .when(log({ caller: { ...CALLER, name: 'Somebody on the phone' }, channel: 'phone' }, { caller: CALLER }))
    .then(logged);
});

test('what is named must exist', () => {
  const { detail } = given(incident)
    .when(log({ caller: { id: 'p-gone', name: 'Gone' } }))
    .thenRefused('caller-unknown');
  expect(detail).toContain('p-gone');
  given(incident)
    .when(log({ followUpOf: 'INC9' }))
    .thenRefused('link-target-unknown');
  given(incident)
    .when(log({ loggedByTeamId: 't-gone' }))
    .thenRefused('team-unknown');
  given(incident)
    .when(log({ assign: { teamId: 't-gone' } }, { membership: { team: null, person: null, member: false } }))
    .thenRefused('team-unknown');
});
