import type { IncidentEvent } from '@opsledger/contracts';
import { projection, type RowHandler } from '@opsledger/event-sourcing';
import { wordsColumn } from '@opsledger/service-kit';

/** Text to find an incident by. Work notes are left out: whoever may not read them must not find by them. */
export interface IncidentSearchRow {
  readonly id: string;
  readonly numbers: string;
  readonly title: string;
  readonly description: string;
  readonly comments: string;
  readonly words?: string;
}

/** PostgreSQL indexes at most a megabyte of words per row; of endless talk the latest is kept. */
const LONGEST = 100_000;

type Handler<Type extends IncidentEvent['type']> = RowHandler<
  IncidentSearchRow,
  Extract<IncidentEvent, { type: Type }>
>;

const blank = (id: string, number: string): IncidentSearchRow => ({
  id,
  numbers: number,
  title: '',
  description: '',
  comments: '',
});

const logged: Handler<'IncidentLogged'> = (row, { subject, data: { keys, title, description, external } }) => ({
  ...(row ?? blank(subject, keys.number)),
  numbers: external ? `${keys.number} ${external.number}` : keys.number,
  title,
  description: description ?? '',
});

const described: Handler<'IncidentDescriptionRevised'> = (row, { subject, data: { keys, title, description } }) => ({
  ...(row ?? blank(subject, keys.number)),
  title: title.after,
  description: description.after ?? '',
});

const commented: Handler<'IncidentCommented'> = (row, { subject, data: { keys, body } }) => {
  const before = row ?? blank(subject, keys.number);
  return { ...before, comments: `${before.comments}\n${body}`.slice(-LONGEST) };
};

export const incidentSearch = projection<IncidentSearchRow, IncidentEvent>({
  name: 'incident-search',
  version: 5,
  // Few search for what was logged a moment ago, and finding word stems is dear.
  patienceMs: 10_000,
  table: {
    schema: 'incident',
    name: 'incident_search',
    key: 'id',
    columns: {
      id: 'text collate "C"',
      numbers: 'text not null',
      title: 'text not null',
      description: 'text not null',
      comments: 'text not null',
      words: wordsColumn("numbers || ' ' || title", "description || ' ' || comments"),
    },
    indexes: ['using gin (words)'],
    comment: 'Words each incident can be found by.',
  },
  handlers: {
    IncidentLogged: logged,
    IncidentDescriptionRevised: described,
    IncidentCommented: commented,
    IncidentImportWithdrawn: () => null,
  },
});
