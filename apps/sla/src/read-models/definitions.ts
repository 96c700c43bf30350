import type {
  AvailabilityCommitment,
  AvailabilityEvent,
  SlaCalendar,
  SlaCalendarEvent,
  SlaPolicy,
  SlaPolicyEvent,
} from '@opsledger/contracts';
import { projection, type Table } from '@opsledger/event-sourcing';
import type { RecordedEvent } from '@opsledger/event-store';

interface DefinitionVersion<Definition> {
  readonly version: number;
  readonly validFrom: string;
  readonly definition: Definition;
}

/** A calendar or policy with everything it ever said: clocks read the version that was in force when they began. */
export interface DefinitionRow<Definition> {
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
  readonly retired_at: string | null;
  readonly versions: readonly DefinitionVersion<Definition>[];
  readonly version: number;
}

const table = <Definition>(name: string, comment: string): Table<DefinitionRow<Definition>> => ({
  schema: 'sla',
  name,
  key: 'id',
  columns: {
    id: 'text',
    name: 'text not null',
    created_at: 'timestamptz not null',
    retired_at: 'timestamptz',
    versions: 'json not null',
    version: 'integer not null',
  },
  comment,
});

interface Defined<Definition> {
  readonly type: string;
  readonly data: { readonly version: number; readonly definition: Definition };
}

const defined = <Definition extends { readonly name: string }>(
  row: DefinitionRow<Definition> | undefined,
  { subject, revision, occurredAt, data: { version, definition } }: RecordedEvent<Defined<Definition>>,
): DefinitionRow<Definition> => ({
  id: subject,
  name: definition.name,
  created_at: row?.created_at ?? occurredAt,
  retired_at: row?.retired_at ?? null,
  versions: [...(row?.versions ?? []), { version, validFrom: occurredAt, definition }],
  version: revision,
});

export const slaCalendars = projection<DefinitionRow<SlaCalendar>, SlaCalendarEvent>({
  name: 'sla-calendars',
  version: 1,
  table: table('calendars', 'Calendars that time is counted on, with all their versions.'),
  handlers: { SlaCalendarDefined: defined },
});

export const slaPolicies = projection<DefinitionRow<SlaPolicy>, SlaPolicyEvent>({
  name: 'sla-policies',
  version: 1,
  table: table('policies', 'Policies with all their versions.'),
  handlers: {
    SlaPolicyDefined: defined,
    SlaPolicyRetired: (row, { occurredAt, revision }) => row && { ...row, retired_at: occurredAt, version: revision },
  },
});

export const availabilityCommitments = projection<DefinitionRow<AvailabilityCommitment>, AvailabilityEvent>({
  name: 'sla-availability-commitments',
  version: 1,
  table: table('availability_commitments', 'Commitments to the availability of services with all their versions.'),
  handlers: {
    AvailabilityCommitted: defined,
    AvailabilityCommitmentWithdrawn: (row, { occurredAt, revision }) =>
      row && { ...row, retired_at: occurredAt, version: revision },
  },
});
