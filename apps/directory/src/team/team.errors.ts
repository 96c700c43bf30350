import type { MembershipPeriod, Reference } from '@opsledger/contracts';
import { Refusal } from '@opsledger/event-sourcing';

export type TeamRefusal =
  | 'team-name-taken'
  | 'team-disbanded'
  | 'calendar-invalid'
  | 'empty-period'
  | 'membership-overlaps'
  | 'membership-unknown'
  | 'not-a-member'
  | 'person-unknown'
  | 'member-inactive';

const refusal = (code: TeamRefusal, detail: string, facts?: Record<string, unknown>) =>
  new Refusal(code, detail, facts);
const said = ({ from, to }: MembershipPeriod) => (to === null ? `since ${from}` : `from ${from} to ${to}`);

export const teamNameTaken = (team: Reference) =>
  refusal('team-name-taken', `There is a team ${team.name} (${team.id}) already. Use it, or choose another name.`, {
    team,
  });

export const teamDisbanded = (team: Reference, instead: string) =>
  refusal('team-disbanded', `Team ${team.name} (${team.id}) is disbanded. ${instead}`, { team });

export const calendarInvalid = (why: string) => refusal('calendar-invalid', why);

export const emptyPeriod = (from: string, to: string) =>
  refusal('empty-period', `The period from ${from} to ${to} is empty: the end must be later than the beginning.`);

export const membershipOverlaps = (person: Reference, existing: MembershipPeriod) =>
  refusal(
    'membership-overlaps',
    `${person.name} (${person.id}) is a member ${said(existing)} already. Correct that period instead of adding another.`,
    { from: existing.from, to: existing.to },
  );

export const membershipUnknown = (person: string, from: string, known: readonly MembershipPeriod[]) =>
  refusal(
    'membership-unknown',
    `No membership of ${person} began at ${from}. ${known.length > 0 ? `Known: ${known.map(said).join('; ')}.` : 'None is known.'}`,
    { periods: known.map(({ from, to }) => ({ from, to })) },
  );

export const notAMember = (person: string, at: string) =>
  refusal('not-a-member', `${person} is not a member at ${at}. Look at the memberships with history=true.`);

export const personUnknown = (id: string) =>
  refusal('person-unknown', `There is no person ${id}. Register the person first.`);

export const memberInactive = (person: Reference) =>
  refusal(
    'member-inactive',
    `${person.name} (${person.id}) is deactivated: only a membership that has ended can be recorded.`,
    { person },
  );
