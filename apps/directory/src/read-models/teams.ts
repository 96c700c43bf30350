import type { TeamEvent, WorkingCalendar } from '@opsledger/contracts';
import { projection } from '@opsledger/event-sourcing';
import { namesColumn } from '@opsledger/service-kit';
import type { RecordedEvent } from '@opsledger/event-store';

export interface TeamRow {
  readonly id: string;
  readonly name: string;
  /** Lists ignore case. */
  readonly sort_name: string;
  readonly description: string | null;
  readonly active: boolean;
  readonly calendar: WorkingCalendar | null;
  readonly formed_at: string;
  readonly disbanded_at: string | null;
  readonly version: number;
  readonly words?: string;
}

const change = (row: TeamRow | undefined, { revision }: RecordedEvent, changed: Partial<TeamRow> = {}) =>
  row && { ...row, ...changed, version: revision };

export const teams = projection<TeamRow, TeamEvent>({
  name: 'directory-teams',
  version: 5,
  table: {
    schema: 'directory',
    name: 'teams',
    key: 'id',
    columns: {
      id: 'text',
      name: 'text not null',
      sort_name: 'text not null',
      description: 'text',
      active: 'boolean not null',
      calendar: 'jsonb',
      formed_at: 'timestamptz not null',
      disbanded_at: 'timestamptz',
      version: 'integer not null',
      words: namesColumn('name'),
    },
    indexes: ['(sort_name, id)', 'using gin (words)'],
    comment: 'Teams, as they are now.',
  },
  handlers: {
    TeamFormed: (_, { subject, data, occurredAt, revision }) => ({
      id: subject,
      name: data.keys.name,
      sort_name: data.keys.name.toLowerCase(),
      description: data.description,
      active: true,
      calendar: data.calendar,
      formed_at: occurredAt,
      disbanded_at: null,
      version: revision,
    }),
    TeamRenamed: (row, event) =>
      change(row, event, { name: event.data.name.after, sort_name: event.data.name.after.toLowerCase() }),
    TeamCalendarSet: (row, event) => change(row, event, { calendar: event.data.calendar.after }),
    TeamDisbanded: (row, event) => change(row, event, { active: false, disbanded_at: event.occurredAt }),
    // Who is in the team is another view's matter, but the version counts every fact of the team.
    MemberJoinedTeam: (row, event) => change(row, event),
    MemberLeftTeam: (row, event) => change(row, event),
    MembershipCorrected: (row, event) => change(row, event),
  },
});
