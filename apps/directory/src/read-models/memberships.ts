import type { TeamEvent } from '@opsledger/contracts';
import { projection } from '@opsledger/event-sourcing';

/** One period of one person in one team, `[valid_from, valid_to)`. */
export interface MembershipRow {
  readonly key: string;
  readonly team_id: string;
  readonly team_name: string;
  readonly person_id: string;
  readonly person_name: string;
  readonly valid_from: string;
  readonly valid_to: string | null;
}

type MembershipEvent = Extract<TeamEvent, { type: 'MemberJoinedTeam' | 'MemberLeftTeam' | 'MembershipCorrected' }>;

const keyOf = ({ person, team }: MembershipEvent['data'], from: string) => `${team.id}/${person.id}/${from}`;

const startsOf = (data: MembershipEvent['data']): readonly string[] => {
  if (!('before' in data)) return [data.from];
  return data.after ? [data.before.from, data.after.from] : [data.before.from];
};

const row = (
  key: string,
  { person, team }: MembershipEvent['data'],
  from: string,
  to: string | null,
): MembershipRow => ({
  key,
  team_id: team.id,
  team_name: team.name,
  person_id: person.id,
  person_name: person.name,
  valid_from: from,
  valid_to: to,
});

export const memberships = projection<MembershipRow, MembershipEvent>({
  name: 'directory-memberships',
  version: 1,
  table: {
    schema: 'directory',
    name: 'memberships',
    key: 'key',
    columns: {
      key: 'text',
      team_id: 'text not null',
      team_name: 'text not null',
      person_id: 'text not null',
      person_name: 'text not null',
      valid_from: 'timestamptz not null',
      valid_to: 'timestamptz',
    },
    indexes: ['(team_id, valid_from)', '(person_id, valid_from)'],
    comment: 'Who was in which team when; valid_to is null while a membership lasts. Names are those of the time.',
  },
  // A corrected beginning moves a period to another key: the old row goes, the new one comes.
  keys: ({ data }) => startsOf(data).map((from) => keyOf(data, from)),
  handlers: {
    MemberJoinedTeam: (_, { data }, key) => row(key, data, data.from, data.to),
    MemberLeftTeam: (_, { data }, key) => row(key, data, data.from, data.to),
    MembershipCorrected: (_, { data }, key) =>
      data.after && key === keyOf(data, data.after.from) ? row(key, data, data.after.from, data.after.to) : null,
  },
});
