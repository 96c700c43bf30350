import { incidentEvents, type IncidentEvent, type IncidentView } from '@opsledger/contracts';
import { projection, type RowHandlers } from '@opsledger/event-sourcing';
import { authorOf, type RecordedIncidentEvent } from '../recorded-incident-event';
import { documentAfter } from './incident-document';

type WorkNotes = NonNullable<IncidentView['workNotes']>;

export interface IncidentDetailsRow {
  readonly id: string;
  readonly number: string;
  /** The answer, as it is, without the work notes: those are not for everybody. */
  readonly document: Omit<IncidentView, 'workNotes'>;
  readonly work_notes: WorkNotes;
}

const NO_NOTES: WorkNotes = [];

export function detailsAfter(row: IncidentDetailsRow | undefined, event: RecordedIncidentEvent): IncidentDetailsRow {
  const document = documentAfter(row?.document, event);
  return {
    id: document.id,
    number: document.number,
    document,
    work_notes: workNotesAfter(row?.work_notes ?? NO_NOTES, event),
  };
}

const workNotesAfter = (notes: WorkNotes, event: RecordedIncidentEvent): WorkNotes =>
  event.type === 'IncidentWorkNoted'
    ? [...notes, { id: event.id, at: event.occurredAt, by: authorOf(event), body: event.data.body }]
    : notes;

const handlers: RowHandlers<IncidentDetailsRow, IncidentEvent> = {
  ...Object.fromEntries(incidentEvents.map(({ name }) => [name, detailsAfter])),
  IncidentImportWithdrawn: () => null,
};

export const incidentDetails = projection<IncidentDetailsRow, IncidentEvent>({
  name: 'incident-details',
  version: 1,
  table: {
    schema: 'incident',
    name: 'incident_details',
    key: 'id',
    columns: {
      id: 'text collate "C"',
      number: 'text collate "C" not null',
      document: 'json not null',
      work_notes: 'json not null',
    },
    indexes: ['(number)'],
    comment: 'Everything about each incident as it is now, as the API answers it.',
    columnComments: { work_notes: 'Internal: never shown to requesters' },
  },
  handlers,
});
