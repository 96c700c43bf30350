import { releaseEvents, type ReleaseEvent, type ReleaseSummary } from '@opsledger/contracts';
import { projection, type Recorded, type RowHandlers } from '@opsledger/event-sourcing';
import { wordsColumn } from '@opsledger/service-kit';
import { releaseAfter, summaryOf, type ReleaseDocument } from './release-document';

/** What lists of releases filter and sort by, and what they answer. */
export interface ReleaseListRow {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly title: string;
  readonly label: string | null;
  readonly service_id: string | null;
  readonly owner_id: string | null;
  readonly environment: string | null;
  readonly change_ids: readonly string[];
  readonly planned_at: string;
  readonly updated_at: string;
  readonly planned_start: string | null;
  readonly summary: ReleaseSummary;
  readonly document: ReleaseDocument;
  readonly words?: string;
}

function rowAfter(row: ReleaseListRow | undefined, event: Recorded<ReleaseEvent>): ReleaseListRow {
  const document = releaseAfter(row?.document, event);
  const summary = summaryOf(document);
  return {
    id: summary.id,
    number: summary.number,
    state: summary.state,
    title: summary.title,
    label: summary.label,
    service_id: summary.service?.id ?? null,
    owner_id: summary.owner?.id ?? null,
    environment: summary.environment,
    change_ids: document.state.changes.map(({ id }) => id),
    planned_at: summary.plannedAt,
    updated_at: summary.updatedAt,
    planned_start: summary.plannedStart,
    summary,
    document,
  };
}

export const releaseList = projection<ReleaseListRow, ReleaseEvent>({
  name: 'release-list',
  version: 6,
  table: {
    schema: 'change',
    name: 'releases',
    key: 'id',
    columns: {
      id: 'text collate "C"',
      number: 'text collate "C" not null',
      state: 'text collate "C" not null',
      title: 'text not null',
      label: 'text',
      service_id: 'text collate "C"',
      owner_id: 'text collate "C"',
      environment: 'text collate "C"',
      change_ids: 'text[] collate "C" not null',
      planned_at: 'timestamptz not null',
      updated_at: 'timestamptz not null',
      planned_start: 'timestamptz',
      summary: 'json not null',
      document: 'json not null',
      words: wordsColumn("number || ' ' || title || ' ' || coalesce(label, '')"),
    },
    indexes: [
      '(planned_at, id)',
      '(updated_at, id)',
      '(number, id)',
      '(planned_start, id)',
      '(state, planned_at, id)',
      '(service_id, planned_at, id) where service_id is not null',
      "using gin (change_ids) where change_ids <> '{}'",
      'using gin (words)',
    ],
    comment: 'Releases as lists show them, as they are now.',
    columnComments: {
      label: 'What people call it, e.g. 2026.3',
      change_ids: 'Ids of the changes it groups',
      planned_at: 'When it was first planned',
      summary: 'The list entry as the API answers it',
      document: 'What is known of it, to fold the next fact into',
    },
  },
  handlers: Object.fromEntries(releaseEvents.map(({ name }) => [name, rowAfter])) as RowHandlers<
    ReleaseListRow,
    ReleaseEvent
  >,
});
