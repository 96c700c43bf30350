import type { IncidentEvent, Reference } from '@opsledger/contracts';
import { projection } from '@opsledger/event-sourcing';
import type { RecordedEvent } from '@opsledger/event-store';

type Kind = 'caused_by_change' | 'fixed_by_change';
interface IncidentLink {
  readonly kind: Kind;
  readonly target: Reference;
}

/** An incident with the changes it names: the incident owns these links. */
export interface ChangeIncidentsRow {
  readonly incident_id: string;
  readonly number: string;
  /** Ids and numbers of the changes. */
  readonly changes: readonly string[];
  readonly links: readonly IncidentLink[];
}

type Linking = Extract<IncidentEvent, { type: 'IncidentLinked' | 'IncidentUnlinked' }>;

function rowAfter(
  row: ChangeIncidentsRow | undefined,
  { type, subject, data: { keys, kind, target } }: RecordedEvent<Linking>,
): ChangeIncidentsRow | undefined {
  if (kind !== 'caused_by_change' && kind !== 'fixed_by_change') return undefined;
  const others = (row?.links ?? []).filter((link) => link.kind !== kind || link.target.id !== target.id);
  const links = type === 'IncidentLinked' ? [...others, { kind: kind as Kind, target }] : others;
  const changes = [...new Set(links.flatMap((link) => [link.target.id, link.target.name]))];
  return { incident_id: subject, number: keys.number, changes, links };
}

export const changeIncidents = projection<ChangeIncidentsRow, IncidentEvent>({
  name: 'change-incidents',
  version: 1,
  table: {
    schema: 'change',
    name: 'change_incidents',
    key: 'incident_id',
    columns: {
      incident_id: 'text collate "C"',
      number: 'text collate "C" not null',
      changes: 'text[] collate "C" not null',
      links: 'json not null',
    },
    indexes: ['using gin (changes)'],
    comment: 'Incidents that name a change as their cause or their cure.',
    columnComments: { changes: 'Ids and numbers of the changes', links: 'What each change is to the incident' },
  },
  handlers: {
    IncidentLinked: rowAfter as never,
    IncidentUnlinked: rowAfter as never,
    IncidentImportWithdrawn: () => null,
  },
});
