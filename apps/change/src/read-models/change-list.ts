import { changeEvents, type ChangeEvent, type ChangeSummary } from '@opsledger/contracts';
import { projection, type Recorded, type RowHandlers } from '@opsledger/event-sourcing';
import { wordsColumn } from '@opsledger/service-kit';
import type { PlannedChange } from '../collisions/collisions';
import { storyAfter, summaryOf, type ChangeStory } from './change-document';

/** What lists filter and sort by, what they answer, and what collisions are looked for with. */
export interface ChangeListRow {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly type: string;
  readonly risk: string | null;
  readonly risk_score: number | null;
  readonly result: string | null;
  readonly team_id: string | null;
  readonly assignee_id: string | null;
  readonly requested_by_id: string;
  readonly service_id: string | null;
  readonly category: string | null;
  readonly template_id: string | null;
  readonly parent_id: string | null;
  readonly cis: readonly string[];
  readonly waiting_for: readonly string[];
  readonly colliding: boolean;
  readonly imported: boolean;
  readonly approval: string | null;
  readonly planned_start: string | null;
  readonly planned_end: string | null;
  /** When it touches what it names: actually, else as planned. */
  readonly touches_from: string | null;
  /** Null with a beginning: it is under way. */
  readonly touches_to: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly title: string;
  readonly summary: ChangeSummary;
  readonly planned: PlannedChange | null;
  /** What the next fact is folded into. */
  readonly story: ChangeStory;
  readonly words?: string;
}

function waitingFor({ approvals, keys }: ChangeStory['details']): string[] {
  if (approvals.verdict !== 'pending' || ['draft', 'closed', 'canceled'].includes(keys.state)) return [];
  const answered = new Set(approvals.answers.map(({ approver }) => approver.id));
  const asked = approvals.groups.flatMap(({ approvers }) => approvers.map(({ id }) => id));
  return [...new Set(asked)].filter((id) => !answered.has(id));
}

/** A change with both times, as others meet it. */
export function plannedOf(id: string, { keys, plan, links, person }: ChangeStory['details']): PlannedChange | null {
  if (plan.plannedStart === null || plan.plannedEnd === null) return null;
  return {
    self: { id, name: keys.number },
    start: plan.plannedStart,
    end: plan.plannedEnd,
    cis: links.filter(({ kind }) => kind === 'affected_ci').map(({ target }) => target),
    service: plan.service,
    assignee: person,
    parent: links.find(({ kind }) => kind === 'parent')?.target.id ?? null,
  };
}

/** A plan counts until it is begun, and only with both times. */
function touchedTime({ times, details: { plan } }: ChangeStory): Pick<ChangeListRow, 'touches_from' | 'touches_to'> {
  if (times.actualStart !== null) return { touches_from: times.actualStart, touches_to: times.actualEnd };
  const { plannedStart, plannedEnd } = plan;
  if (plannedStart === null || plannedEnd === null) return { touches_from: null, touches_to: null };
  return { touches_from: plannedStart, touches_to: plannedEnd };
}

function rowAfter(row: ChangeListRow | undefined, event: Recorded<ChangeEvent>): ChangeListRow {
  const story = storyAfter(row?.story, event);
  const { details } = story;
  const { keys, plan, links } = details;
  return {
    id: story.id,
    number: keys.number,
    state: keys.state,
    type: keys.type,
    risk: keys.risk,
    risk_score: details.risk?.score ?? null,
    result: keys.result,
    team_id: keys.team?.id ?? null,
    assignee_id: details.person?.id ?? null,
    requested_by_id: details.requestedBy.id,
    service_id: keys.service?.id ?? null,
    category: keys.category,
    template_id: details.template?.template.id ?? null,
    parent_id: links.find(({ kind }) => kind === 'parent')?.target.id ?? null,
    cis: links.filter(({ kind }) => kind === 'affected_ci').map(({ target }) => target.id),
    waiting_for: waitingFor(details),
    colliding: details.collisions.length > 0,
    imported: details.origin.external !== null,
    approval: details.approvals.verdict,
    planned_start: plan.plannedStart,
    planned_end: plan.plannedEnd,
    ...touchedTime(story),
    created_at: story.createdAt,
    updated_at: story.updatedAt,
    title: details.title,
    summary: summaryOf(story),
    planned: plannedOf(story.id, details),
    story,
  };
}

const handlers: RowHandlers<ChangeListRow, ChangeEvent> = {
  ...Object.fromEntries(changeEvents.map(({ name }) => [name, rowAfter])),
  ChangeImportWithdrawn: () => null,
};
const word = 'text collate "C"';

export const changeList = projection<ChangeListRow, ChangeEvent>({
  name: 'change-list',
  version: 8,
  table: {
    schema: 'change',
    name: 'changes',
    key: 'id',
    columns: {
      id: word,
      number: `${word} not null`,
      state: `${word} not null`,
      type: `${word} not null`,
      risk: word,
      risk_score: 'smallint',
      result: word,
      team_id: word,
      assignee_id: word,
      requested_by_id: `${word} not null`,
      service_id: word,
      category: word,
      template_id: word,
      parent_id: word,
      cis: 'text[] collate "C" not null',
      waiting_for: 'text[] collate "C" not null',
      colliding: 'boolean not null',
      imported: 'boolean not null',
      approval: word,
      planned_start: 'timestamptz',
      planned_end: 'timestamptz',
      touches_from: 'timestamptz',
      touches_to: 'timestamptz',
      created_at: 'timestamptz not null',
      updated_at: 'timestamptz not null',
      title: 'text not null',
      summary: 'json not null',
      planned: 'json',
      story: 'json not null',
      words: wordsColumn("number || ' ' || title"),
    },
    indexes: [
      '(created_at, id)',
      '(updated_at, id)',
      '(planned_start, id)',
      '(planned_start, id) where colliding',
      '(number, id)',
      '(risk_score, id)',
      '(state, created_at, id)',
      '(team_id) where team_id is not null',
      '(service_id) where service_id is not null',
      '(template_id) where template_id is not null',
      '(parent_id) where parent_id is not null',
      '(planned_end) where planned_end is not null',
      // Of a year only a few are planned for the same hours: neither instant alone finds them.
      'using gist (tstzrange(planned_start, planned_end)) where planned_start < planned_end',
      "using gin (cis) where cis <> '{}'",
      "using gin (waiting_for) where waiting_for <> '{}'",
      'using gin (words)',
    ],
    comment: 'Changes as lists show them, as they are now.',
    columnComments: {
      cis: 'Ids of the configuration items it touches',
      waiting_for: 'Ids of people who are asked to approve and have not answered',
      touches_from: 'When its actual, else its planned time begins',
      touches_to: 'When that time ends; null where it is under way',
      colliding: 'Something gets in the way of its planned time',
      imported: 'It became known because an imported record names it',
      planned: 'What collisions are looked for with',
      summary: 'The list entry as the API answers it',
      story: 'Everything the next fact builds upon; not for reports',
    },
  },
  handlers,
});
