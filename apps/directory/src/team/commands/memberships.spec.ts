import { command, given } from '@opsledger/testing';
import { team } from '../team';
import {
  APRIL,
  FEBRUARY,
  JANUARY,
  MARCH,
  ada,
  aDisbandedTeam,
  aTeam,
  aTeamWithAda,
  keys,
  network,
} from '../team.histories';

const NOW = '2026-03-02T09:00:00.000Z';
const active = { person: { name: 'Ada', active: true } };
const inactive = { person: { name: 'Ada', active: false } };
const membership = { keys, person: ada, team: network };

describe('AddTeamMember', () => {
  const add = (data: object = {}, lookups: object = active) =>
    command('AddTeamMember', { person: ada.id, ...data }, { lookups });

  test('from now on, unless told', () => {
    given(team, ...aTeam())
      .when(add())
      .then({ type: 'MemberJoinedTeam', data: { ...membership, from: NOW, to: null }, occurredAt: NOW });
  });

  test('a period in the past occurred in the past; instants are written in UTC', () => {
    given(team, ...aTeam())
      .when(add({ from: '2026-01-01T01:00:00+01:00', to: FEBRUARY }))
      .then({ type: 'MemberJoinedTeam', data: { ...membership, from: JANUARY, to: FEBRUARY }, occurredAt: JANUARY });
  });

  test('a period that is to come was decided now', () => {
    given(team, ...aTeam())
      .when(add({ from: APRIL }))
      .then({ type: 'MemberJoinedTeam', data: { ...membership, from: APRIL, to: null }, occurredAt: NOW });
  });

  test('time that is covered already is nothing', () => {
    given(team, ...aTeamWithAda(JANUARY))
      .when(add())
      .thenNothing();
    given(team, ...aTeamWithAda(JANUARY, MARCH))
      .when(add({ from: JANUARY, to: FEBRUARY }))
      .thenNothing();
  });

  test('a partial overlap is refused and names what is in the way', () => {
    const refusal = given(team, ...aTeamWithAda(FEBRUARY))
      .when(add({ from: JANUARY }))
      .thenRefused('membership-overlaps');
    expect(refusal.facts).toEqual({ from: FEBRUARY, to: null });
    given(team, ...aTeamWithAda(JANUARY, MARCH))
      .when(add({ from: FEBRUARY }))
      .thenRefused('membership-overlaps');
  });

  test('a period may begin when another ends', () => {
    given(team, ...aTeamWithAda(JANUARY, FEBRUARY))
      .when(add({ from: FEBRUARY, to: MARCH }))
      .then({ type: 'MemberJoinedTeam', data: { ...membership, from: FEBRUARY, to: MARCH }, occurredAt: FEBRUARY });
  });

  test('an empty period, an unknown person', () => {
    given(team, ...aTeam())
      .when(add({ from: MARCH, to: MARCH }))
      .thenRefused('empty-period');
    given(team, ...aTeam())
      .when(add({}, { person: null }))
      .thenRefused('person-unknown');
  });

  test('who is deactivated, and a team that is disbanded, get only what has ended', () => {
    const past = { from: JANUARY, to: FEBRUARY };
    const recorded = { type: 'MemberJoinedTeam', data: { ...membership, ...past }, occurredAt: JANUARY } as const;
    given(team, ...aTeam())
      .when(add({}, inactive))
      .thenRefused('member-inactive');
    given(team, ...aTeam())
      .when(add(past, inactive))
      .then(recorded);
    given(team, ...aDisbandedTeam())
      .when(add())
      .thenRefused('team-disbanded');
    given(team, ...aDisbandedTeam())
      .when(add(past))
      .then({ ...recorded, data: { ...recorded.data, keys: { ...keys, active: false } } });
  });
});

describe('EndTeamMembership', () => {
  const end = (at?: string) => command('EndTeamMembership', { person: ada.id, at });

  test('now, or when it really ended', () => {
    given(team, ...aTeamWithAda())
      .when(end())
      .then({ type: 'MemberLeftTeam', data: { ...membership, from: JANUARY, to: NOW }, occurredAt: NOW });
    given(team, ...aTeamWithAda())
      .when(end(FEBRUARY))
      .then({ type: 'MemberLeftTeam', data: { ...membership, from: JANUARY, to: FEBRUARY }, occurredAt: FEBRUARY });
  });

  test('an end that is to come may come earlier', () => {
    given(team, ...aTeamWithAda(JANUARY, APRIL))
      .when(end())
      .then({ type: 'MemberLeftTeam', data: { ...membership, from: JANUARY, to: NOW }, occurredAt: NOW });
  });

  test('ended then already is nothing; not a member then is refused', () => {
    given(team, ...aTeamWithAda(JANUARY, FEBRUARY))
      .when(end(FEBRUARY))
      .thenNothing();
    given(team, ...aTeamWithAda(JANUARY, FEBRUARY))
      .when(end(MARCH))
      .thenRefused('not-a-member');
    given(team, ...aTeamWithAda())
      .when(end(JANUARY))
      .thenRefused('empty-period');
  });
});

describe('CorrectTeamMembership', () => {
  const correct = (from: string, period: object | null) =>
    command('CorrectTeamMembership', { person: ada.id, from, period });

  test('another beginning or end', () => {
    given(team, ...aTeamWithAda(FEBRUARY))
      .when(correct(FEBRUARY, { from: JANUARY, to: MARCH }))
      .then({
        type: 'MembershipCorrected',
        data: { ...membership, before: { from: FEBRUARY, to: null }, after: { from: JANUARY, to: MARCH } },
      });
  });

  test('it never was', () => {
    given(team, ...aTeamWithAda())
      .when(correct(JANUARY, null))
      .then({
        type: 'MembershipCorrected',
        data: { ...membership, before: { from: JANUARY, to: null }, after: null },
      });
  });

  test('as it is, is nothing', () => {
    given(team, ...aTeamWithAda())
      .when(correct(JANUARY, { from: JANUARY, to: null }))
      .thenNothing();
  });

  test('which began at no such time is refused and the known ones listed', () => {
    const refusal = given(team, ...aTeamWithAda())
      .when(correct(MARCH, null))
      .thenRefused('membership-unknown');
    expect(refusal.facts).toEqual({ periods: [{ from: JANUARY, to: null }] });
  });

  test('an overlap with another period, and one that lasts in a disbanded team, are refused', () => {
    const twice = [...aTeamWithAda(JANUARY, FEBRUARY), ...aTeamWithAda(MARCH).slice(1)];
    given(team, ...twice)
      .when(correct(JANUARY, { from: JANUARY, to: APRIL }))
      .thenRefused('membership-overlaps');
    given(team, ...aTeamWithAda(JANUARY, FEBRUARY), aDisbandedTeam()[1]!)
      .when(correct(JANUARY, { from: JANUARY, to: null }))
      .thenRefused('team-disbanded');
  });
});
