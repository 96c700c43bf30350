import type { IncidentEvent } from '@opsledger/contracts';
import { projection, type RowHandler } from '@opsledger/event-sourcing';

/** What an incident points at, as far as trends ask for it. Incidents that never pointed at anything have no row. */
interface IncidentLinksRow {
  readonly id: string;
  readonly ci_ids: readonly string[];
  /** In the order of `ci_ids`. */
  readonly ci_names: readonly string[];
  readonly problem_ids: readonly string[];
  /** No earlier than the incident was opened. */
  readonly last_linked_at: string;
}

type LinkHandler = RowHandler<
  IncidentLinksRow,
  Extract<IncidentEvent, { type: 'IncidentLinked' | 'IncidentUnlinked' }>
>;

const changed: LinkHandler = (row, event) => {
  const { kind, target } = event.data;
  if (kind !== 'affected_ci' && kind !== 'problem') return undefined;
  const isLinked = event.type === 'IncidentLinked';
  const before = row ?? {
    id: event.subject,
    ci_ids: [],
    ci_names: [],
    problem_ids: [],
    last_linked_at: event.occurredAt,
  };
  const last_linked_at = before.last_linked_at > event.occurredAt ? before.last_linked_at : event.occurredAt;
  if (kind === 'problem') {
    const others = before.problem_ids.filter((id) => id !== target.id);
    return { ...before, last_linked_at, problem_ids: isLinked ? [...others, target.id] : others };
  }
  const kept = before.ci_ids.flatMap((id, at) => (id === target.id ? [] : [{ id, name: before.ci_names[at] ?? id }]));
  const cis = isLinked ? [...kept, target] : kept;
  return { ...before, last_linked_at, ci_ids: cis.map(({ id }) => id), ci_names: cis.map(({ name }) => name) };
};

export const incidentLinks = projection<IncidentLinksRow, IncidentEvent>({
  name: 'problem-incident-links',
  version: 1,
  table: {
    schema: 'problem',
    name: 'incident_links',
    key: 'id',
    columns: {
      id: 'text collate "C"',
      ci_ids: 'text[] collate "C" not null',
      ci_names: 'text[] not null',
      problem_ids: 'text[] collate "C" not null',
      last_linked_at: 'timestamptz not null',
    },
    indexes: ['(last_linked_at)'],
    comment: 'Configuration items and problems that incidents point at.',
    columnComments: { id: 'Id of the incident', ci_names: 'In the order of ci_ids' },
  },
  handlers: {
    IncidentLinked: changed,
    IncidentUnlinked: changed,
    IncidentImportWithdrawn: () => null,
  },
});
