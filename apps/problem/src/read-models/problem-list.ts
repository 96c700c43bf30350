import { PROBLEM_STATES, problemEvents, type ProblemEvent, type ProblemView } from '@opsledger/contracts';
import { projection, type RowHandlers } from '@opsledger/event-sourcing';
import { wordsColumn } from '@opsledger/service-kit';
import { documentAfter, type RecordedProblemEvent } from './problem-document';

/** What lists filter, search and sort by, and the problem they answer from. */
export interface ProblemListRow {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly state_order: number;
  readonly priority: string;
  readonly team_id: string | null;
  readonly team_name: string | null;
  readonly assignee_id: string | null;
  readonly service_id: string | null;
  readonly service_name: string | null;
  readonly category: string | null;
  readonly known_error: boolean;
  readonly imported: boolean;
  readonly external_number: string | null;
  readonly opened_at: string;
  readonly updated_at: string;
  readonly title: string;
  readonly texts: string;
  readonly problem: ProblemView;
  readonly words?: string;
}

/** PostgreSQL indexes at most a megabyte of words per row. */
const LONGEST = 100_000;

function rowAfter(row: ProblemListRow | undefined, event: RecordedProblemEvent): ProblemListRow {
  const problem = documentAfter(row?.problem, event);
  const { description, rootCause, workaround } = problem;
  return {
    id: problem.id,
    number: problem.number,
    state: problem.state,
    state_order: PROBLEM_STATES.indexOf(problem.state),
    priority: problem.priority,
    team_id: problem.team?.id ?? null,
    team_name: problem.team?.name ?? null,
    assignee_id: problem.assignee?.id ?? null,
    service_id: problem.service?.id ?? null,
    service_name: problem.service?.name ?? null,
    category: problem.category,
    known_error: problem.knownError,
    imported: problem.external !== null,
    external_number: problem.external?.number ?? null,
    opened_at: problem.openedAt,
    updated_at: problem.updatedAt,
    title: problem.title,
    texts: [description, rootCause?.text, workaround].filter(Boolean).join('\n').slice(0, LONGEST),
    problem,
  };
}

const handlers: RowHandlers<ProblemListRow, ProblemEvent> = {
  ...Object.fromEntries(problemEvents.map(({ name }) => [name, rowAfter])),
  ProblemImportWithdrawn: () => null,
};

export const problemList = projection<ProblemListRow, ProblemEvent>({
  name: 'problem-list',
  version: 6,
  table: {
    schema: 'problem',
    name: 'problems',
    key: 'id',
    columns: {
      id: 'text collate "C"',
      number: 'text collate "C" not null',
      state: 'text collate "C" not null',
      state_order: 'smallint not null',
      priority: 'text collate "C" not null',
      team_id: 'text collate "C"',
      team_name: 'text collate "C"',
      assignee_id: 'text collate "C"',
      service_id: 'text collate "C"',
      service_name: 'text collate "C"',
      category: 'text collate "C"',
      known_error: 'boolean not null',
      imported: 'boolean not null',
      external_number: 'text',
      opened_at: 'timestamptz not null',
      updated_at: 'timestamptz not null',
      title: 'text not null',
      texts: 'text not null',
      problem: 'json not null',
      words: wordsColumn("number || ' ' || title", 'texts'),
    },
    indexes: [
      '(opened_at, id)',
      '(updated_at, id)',
      '(priority, id)',
      '(state_order, id)',
      '(number, id)',
      '(state, opened_at, id)',
      '(known_error, opened_at, id)',
      '(team_id, opened_at, id) where team_id is not null',
      '(service_id, opened_at, id) where service_id is not null',
      '(category, opened_at, id) where category is not null',
      'using gin (words)',
    ],
    comment: 'Problems as lists show them, as they are now.',
    columnComments: {
      state_order: 'Place of the state in the life cycle',
      known_error: 'A workaround is recorded',
      imported: 'It became known because an imported record names it',
      external_number: 'What it is called in the system the import came from',
      texts: 'Description, root cause and workaround, to search in',
      problem: 'The problem as the API answers it',
    },
  },
  handlers,
});
