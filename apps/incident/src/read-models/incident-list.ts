import {
  INCIDENT_STATES,
  incidentEvents,
  type IncidentEvent,
  type IncidentSummary,
  type Reference,
} from '@opsledger/contracts';
import { projection, type RowHandlers } from '@opsledger/event-sourcing';
import { summaryAfter } from './incident-summary';
import type { RecordedIncidentEvent } from './recorded-incident-event';

/** What lists filter and sort by, and what they answer. */
export interface IncidentListRow {
  readonly id: string;
  readonly number: string;
  readonly external_number: string | null;
  readonly state: string;
  /** Place in the life cycle, to sort and filter by. */
  readonly state_order: number;
  readonly priority: string;
  readonly team_id: string | null;
  readonly team_name: string | null;
  readonly assignee_id: string | null;
  readonly assignee_name: string | null;
  readonly caller_id: string | null;
  readonly service_id: string | null;
  readonly service_name: string | null;
  readonly category: string | null;
  readonly channel: string;
  readonly major: string | null;
  readonly hold_reason: string | null;
  readonly watchers: readonly string[];
  /** Imports that told something of it. */
  readonly import_batches: readonly string[];
  readonly opened_at: string;
  readonly updated_at: string;
  readonly resolved_at: string | null;
  /** The answer, as it is. */
  readonly summary: IncidentSummary;
}

const idOf = (reference: Reference | null): string | null => reference?.id ?? null;
const nameOf = (reference: Reference | null): string | null => reference?.name ?? null;

function rowAfter(row: IncidentListRow | undefined, event: RecordedIncidentEvent): IncidentListRow {
  const summary = summaryAfter(row?.summary, event);
  return {
    id: summary.id,
    number: summary.number,
    external_number: summary.external?.number ?? null,
    state: summary.state,
    state_order: INCIDENT_STATES.indexOf(summary.state),
    priority: summary.priority,
    team_id: idOf(summary.team),
    team_name: nameOf(summary.team),
    assignee_id: idOf(summary.assignee),
    assignee_name: nameOf(summary.assignee),
    caller_id: idOf(summary.caller),
    service_id: idOf(summary.service),
    service_name: nameOf(summary.service),
    category: summary.category,
    channel: summary.channel,
    major: summary.major,
    hold_reason: summary.holdReason,
    watchers: watchersAfter(row?.watchers ?? [], event),
    import_batches: batchesAfter(row?.import_batches ?? [], event),
    opened_at: summary.openedAt,
    updated_at: summary.updatedAt,
    resolved_at: summary.resolvedAt,
    summary,
  };
}

function watchersAfter(watchers: readonly string[], event: RecordedIncidentEvent): readonly string[] {
  if (event.type !== 'IncidentWatched' && event.type !== 'IncidentUnwatched') return watchers;
  const { id } = event.data.person;
  const others = watchers.filter((watcher) => watcher !== id);
  return event.type === 'IncidentWatched' ? [...others, id] : others;
}

function batchesAfter(batches: readonly string[], { metadata }: RecordedIncidentEvent): readonly string[] {
  const batch = metadata.imported?.batch;
  return batch === undefined || batches.includes(batch) ? batches : [...batches, batch];
}

/** Every fact changes version and time of the last update. */
const handlers: RowHandlers<IncidentListRow, IncidentEvent> = {
  ...Object.fromEntries(incidentEvents.map(({ name }) => [name, rowAfter])),
  IncidentImportWithdrawn: () => null,
};

export const incidentList = projection<IncidentListRow, IncidentEvent>({
  name: 'incident-list',
  version: 3,
  unaskedPatienceMs: 10_000,
  table: {
    schema: 'incident',
    name: 'incidents',
    key: 'id',
    columns: {
      id: 'text collate "C"',
      number: 'text collate "C" not null',
      external_number: 'text collate "C"',
      state: 'text collate "C" not null',
      state_order: 'smallint not null',
      priority: 'text collate "C" not null',
      team_id: 'text collate "C"',
      team_name: 'text collate "C"',
      assignee_id: 'text collate "C"',
      assignee_name: 'text collate "C"',
      caller_id: 'text collate "C"',
      service_id: 'text collate "C"',
      service_name: 'text collate "C"',
      category: 'text collate "C"',
      channel: 'text collate "C" not null',
      major: 'text collate "C"',
      hold_reason: 'text collate "C"',
      watchers: 'text[] collate "C" not null',
      import_batches: 'text[] collate "C" not null',
      opened_at: 'timestamptz not null',
      updated_at: 'timestamptz not null',
      resolved_at: 'timestamptz',
      summary: 'json not null',
    },
    indexes: [
      // Ids decide between equals. Few are equal in these, and sorting those few costs less than ids in every index,
      // which would make them two and a half times as large.
      // One per order a list may have, some of which serve a filter as well, …
      '(opened_at)',
      '(updated_at)',
      '(priority, opened_at)',
      '(state_order, opened_at)',
      '(number)',
      '(resolved_at) where resolved_at is not null',
      // … and one per filter that may leave little, in the order lists have by default.
      '(team_id, opened_at) where team_id is not null',
      '(team_name, opened_at) where team_name is not null',
      '(assignee_id, opened_at) where assignee_id is not null',
      '(assignee_name) where assignee_name is not null',
      '(caller_id, opened_at) where caller_id is not null',
      '(service_id, opened_at) where service_id is not null',
      '(service_name) where service_name is not null',
      '(category, opened_at) where category is not null',
      '(external_number) where external_number is not null',
      '(major, opened_at) where major is not null',
      '(hold_reason, opened_at) where hold_reason is not null',
      "using gin (watchers) where watchers <> '{}'",
      "using gin (import_batches) where import_batches <> '{}'",
    ],
    comment: 'Incidents as lists show them, as they are now.',
    columnComments: {
      external_number: 'Number in the system it was imported from',
      state_order: 'Place of the state in the life cycle',
      watchers: 'Ids of the people who follow it',
      import_batches: 'Imports that told something of it',
      summary: 'The list entry as the API answers it',
    },
  },
  handlers,
});
