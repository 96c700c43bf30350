import { command, given } from '@opsledger/testing';
import { team } from '../team';
import {
  APRIL,
  JANUARY,
  ada,
  aDisbandedTeam,
  aTeam,
  aTeamWithAda,
  grace,
  joined,
  keys,
  network,
} from '../team.histories';

const free = { nameOf: null };
const NOW = '2026-03-02T09:00:00.000Z';

describe('RenameTeam', () => {
  const rename = (name: string, lookups: object = free) => command('RenameTeam', { name }, { lookups });

  test('says what the name was and is', () => {
    given(team, ...aTeam())
      .when(rename('Networks'))
      .then({
        type: 'TeamRenamed',
        data: { keys: { name: 'Networks', active: true }, name: { before: 'Network', after: 'Networks' } },
      });
  });

  test('the same name is nothing; a taken one, or a disbanded team, is refused', () => {
    given(team, ...aTeam())
      .when(rename('Network'))
      .thenNothing();
    given(team, ...aTeam())
      .when(rename('Servers', { nameOf: { id: 't-9', name: 'Servers' } }))
      .thenRefused('team-name-taken');
    given(team, ...aDisbandedTeam())
      .when(rename('Servers'))
      .thenRefused('team-disbanded');
  });
});

describe('SetTeamCalendar', () => {
  const hours = { zone: 'UTC', windows: [{ day: 'monday', from: '08:00', to: '16:00' }] } as never;
  const set = (calendar: object | null) => command('SetTeamCalendar', { calendar });

  test('sets it; as it is, is nothing', () => {
    given(team, ...aTeam())
      .when(set(hours))
      .then({ type: 'TeamCalendarSet', data: { keys, calendar: { before: null, after: hours } } });
    given(team, ...aTeam())
      .when(set(null))
      .thenNothing();
  });

  test('a wrong one is refused, and so is one for a disbanded team', () => {
    for (const zone of ['nowhere', '+02:00'])
      given(team, ...aTeam())
        .when(set({ zone, windows: [] }))
        .thenRefused('calendar-invalid');
    given(team, ...aDisbandedTeam())
      .when(set(hours))
      .thenRefused('team-disbanded');
  });
});

describe('DisbandTeam', () => {
  const disband = command('DisbandTeam', { reason: 'merged' });
  const disbanded = { type: 'TeamDisbanded', data: { keys: { ...keys, active: false }, reason: 'merged' } } as const;

  test('ends memberships that last, withdraws those that have not begun, leaves ended ones alone', () => {
    given(team, ...aTeamWithAda(JANUARY), joined(grace, APRIL), joined(grace, JANUARY, '2026-02-01T00:00:00.000Z'))
      .when(disband)
      .then(
        { type: 'MemberLeftTeam', data: { keys, person: ada, team: network, from: JANUARY, to: NOW } },
        {
          type: 'MembershipCorrected',
          data: { keys, person: grace, team: network, before: { from: APRIL, to: null }, after: null },
        },
        disbanded,
      );
  });

  test('again is nothing', () => {
    given(team, ...aDisbandedTeam())
      .when(disband)
      .thenNothing();
  });
});
