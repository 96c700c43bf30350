import type { PersonEvent, Role } from '@opsledger/contracts';
import { projection } from '@opsledger/event-sourcing';
import { namesColumn } from '@opsledger/service-kit';
import type { RecordedEvent } from '@opsledger/event-store';

export interface PersonRow {
  readonly id: string;
  readonly name: string;
  /** Lists ignore case. */
  readonly sort_name: string;
  readonly email: string | null;
  readonly oidc_subject: string | null;
  readonly active: boolean;
  readonly roles: readonly Role[];
  readonly registered_at: string;
  readonly deactivated_at: string | null;
  readonly version: number;
  readonly words?: string;
}

const change = (row: PersonRow | undefined, { revision }: RecordedEvent, changed: Partial<PersonRow> = {}) =>
  row && { ...row, ...changed, version: revision };

export const people = projection<PersonRow, PersonEvent>({
  name: 'directory-people',
  version: 5,
  table: {
    schema: 'directory',
    name: 'people',
    key: 'id',
    columns: {
      id: 'text',
      name: 'text not null',
      sort_name: 'text not null',
      email: 'text',
      oidc_subject: 'text',
      active: 'boolean not null',
      roles: 'text[] not null',
      registered_at: 'timestamptz not null',
      deactivated_at: 'timestamptz',
      version: 'integer not null',
      words: namesColumn("name || ' ' || coalesce(email, '')"),
    },
    indexes: [
      '(sort_name, id)',
      '(lower(email)) where email is not null',
      'using gin (words)',
      '(oidc_subject) where oidc_subject is not null',
    ],
    comment: 'People, as they are now.',
  },
  handlers: {
    PersonRegistered: (_, { subject, data, occurredAt, revision }) => ({
      id: subject,
      name: data.keys.name,
      sort_name: data.keys.name.toLowerCase(),
      email: data.email,
      oidc_subject: data.oidcSubject,
      active: true,
      roles: [],
      registered_at: occurredAt,
      deactivated_at: null,
      version: revision,
    }),
    PersonRenamed: (row, event) =>
      change(row, event, { name: event.data.name.after, sort_name: event.data.name.after.toLowerCase() }),
    PersonEmailChanged: (row, event) => change(row, event, { email: event.data.email.after }),
    PersonDeactivated: (row, event) => change(row, event, { active: false, deactivated_at: event.occurredAt }),
    PersonReactivated: (row, event) => change(row, event, { active: true, deactivated_at: null }),
    RolesGranted: (row, event) => change(row, event, { roles: event.data.roles.after }),
    RolesRevoked: (row, event) => change(row, event, { roles: event.data.roles.after }),
  },
});
