import type { TeamEvent } from '@opsledger/contracts';
import { RECORD_ID } from '@opsledger/testing';

/** Histories named by the state they lead to, for specs. */

export const keys = { name: 'Network', active: true };
export const network = { id: RECORD_ID, name: 'Network' };
export const ada = { id: '00000000-0000-4000-8000-0000000000a1', name: 'Ada' };
export const grace = { id: '00000000-0000-4000-8000-0000000000a2', name: 'Grace' };

export const JANUARY = '2026-01-01T00:00:00.000Z';
export const FEBRUARY = '2026-02-01T00:00:00.000Z';
export const MARCH = '2026-03-01T00:00:00.000Z';
export const APRIL = '2026-04-01T00:00:00.000Z';

const teamFormed: TeamEvent = { type: 'TeamFormed', data: { keys, description: null, calendar: null } };

export const joined = (person: typeof ada, from: string, to: string | null = null): TeamEvent => ({
  type: 'MemberJoinedTeam',
  data: { keys, person, team: network, from, to },
});

export const aTeam = (): TeamEvent[] => [teamFormed];
export const aTeamWithAda = (from = JANUARY, to: string | null = null): TeamEvent[] => [
  teamFormed,
  joined(ada, from, to),
];
export const aDisbandedTeam = (): TeamEvent[] => [
  teamFormed,
  { type: 'TeamDisbanded', data: { keys: { ...keys, active: false }, reason: null } },
];
