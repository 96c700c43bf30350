import {
  cabMeetingEvents,
  changeTemplateEvents,
  changeWindowEvents,
  type CabMeetingEvent,
  type CabMeetingView,
  type ChangeTemplateEvent,
  type ChangeTemplateView,
  type ChangeWindowEvent,
  type ChangeWindowView,
} from '@opsledger/contracts';
import { projection, type Projection, type Recorded } from '@opsledger/event-sourcing';
import type { RecordedEvent } from '@opsledger/event-store';
import { authorOf } from '@opsledger/service-kit';

const baseOf = (before: { createdAt: string } | undefined, { subject, occurredAt, revision }: RecordedEvent) => ({
  id: subject,
  createdAt: before?.createdAt ?? occurredAt,
  updatedAt: occurredAt,
  version: revision,
});

/** `version` is that of the record; `templateVersion` that of its content. */
export function templateAfter(
  before: ChangeTemplateView | undefined,
  event: Recorded<ChangeTemplateEvent>,
): ChangeTemplateView {
  const { keys } = event.data;
  const unknown = { name: keys.number, implementationPlan: '–', backOutPlan: '–' };
  const view: ChangeTemplateView = {
    ...keys,
    ...baseOf(before, event),
    templateVersion: keys.version,
    content: before?.content ?? unknown,
    author: before?.author ?? authorOf(event),
    approvedBy: null,
    approvedAt: null,
  };
  switch (event.type) {
    case 'ChangeTemplateDefined':
      return { ...view, content: event.data.content, author: authorOf(event) };
    case 'ChangeTemplateRevised':
      return { ...view, content: event.data.content.after, author: authorOf(event) };
    case 'ChangeTemplateApproved':
      return { ...view, approvedBy: authorOf(event), approvedAt: event.occurredAt };
    default:
      return view;
  }
}

export function meetingAfter(before: CabMeetingView | undefined, event: Recorded<CabMeetingEvent>): CabMeetingView {
  const { occurredAt } = event;
  const blank = { title: '', startsAt: occurredAt, endsAt: occurredAt, attendees: [], agenda: [] };
  const view: CabMeetingView = {
    ...blank,
    minutes: null,
    present: [],
    ...before,
    ...event.data.keys,
    ...baseOf(before, event),
  };
  switch (event.type) {
    case 'CabMeetingScheduled': {
      const { title, startsAt, endsAt, attendees } = event.data;
      return { ...view, title, startsAt, endsAt, attendees };
    }
    case 'CabAgendaMade': {
      const added = event.data.added.map((change) => ({ change, decision: null, note: null, at: null }));
      return { ...view, agenda: [...view.agenda, ...added] };
    }
    case 'CabDecisionRecorded': {
      const { change, decision, note } = event.data;
      const item = { change, decision, note, at: occurredAt };
      return { ...view, agenda: view.agenda.map((it) => (it.change.id === change.id ? item : it)) };
    }
    case 'CabMeetingHeld':
      return { ...view, minutes: event.data.minutes, present: event.data.present };
    default:
      return view;
  }
}

export function windowAfter(
  before: ChangeWindowView | undefined,
  event: Recorded<ChangeWindowEvent>,
): ChangeWindowView {
  const view: ChangeWindowView = {
    freeze: null,
    maintenance: null,
    ...before,
    ...event.data.keys,
    ...baseOf(before, event),
  };
  switch (event.type) {
    case 'FreezeWindowDeclared':
      return { ...view, freeze: event.data.freeze };
    case 'FreezeWindowRevised':
      return { ...view, freeze: event.data.freeze.after };
    case 'MaintenanceWindowDefined':
      return { ...view, maintenance: event.data.maintenance };
    case 'MaintenanceWindowRevised':
      return { ...view, maintenance: event.data.maintenance.after };
    default:
      return view;
  }
}

/** A list whose entries are whole records. */
export interface ViewRow<View> {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly kind: string | null;
  readonly name: string;
  readonly created_at: string;
  readonly view: View;
}

interface Viewed {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly createdAt: string;
}

function listOf<View extends Viewed>(
  table: string,
  comment: string,
  types: readonly { readonly name: string }[],
  after: (before: View | undefined, event: any) => View,
  nameOf: (view: View) => { readonly name: string; readonly kind: string | null },
): Projection<ViewRow<View>, any> {
  const rowAfter = (row: ViewRow<View> | undefined, event: RecordedEvent): ViewRow<View> => {
    const view = after(row?.view, event);
    const { id, number, state, createdAt } = view;
    return { id, number, state, ...nameOf(view), created_at: createdAt, view };
  };
  return projection<ViewRow<View>, any>({
    name: table.replaceAll('_', '-'),
    version: 1,
    table: {
      schema: 'change',
      name: table,
      key: 'id',
      columns: {
        id: 'text collate "C"',
        number: 'text collate "C" not null',
        state: 'text collate "C" not null',
        kind: 'text collate "C"',
        name: 'text not null',
        created_at: 'timestamptz not null',
        view: 'json not null',
      },
      indexes: ['(created_at, id)', '(number, id)', '(state, created_at, id)'],
      comment,
      columnComments: { view: 'The record as the API answers it' },
    },
    handlers: Object.fromEntries(types.map(({ name }) => [name, rowAfter])),
  });
}

export const templateList = listOf<ChangeTemplateView>(
  'change_templates',
  'Templates of standard changes, as they are now.',
  changeTemplateEvents,
  templateAfter,
  ({ content }) => ({ name: content.name, kind: null }),
);
export const meetingList = listOf<CabMeetingView>(
  'cab_meetings',
  'Meetings of the change advisory board, as they are now.',
  cabMeetingEvents,
  meetingAfter,
  ({ title }) => ({ name: title, kind: null }),
);
export const windowList = listOf<ChangeWindowView>(
  'change_windows',
  'Freezes and maintenance windows, as they are now.',
  changeWindowEvents,
  windowAfter,
  ({ freeze, maintenance, kind, number }) => ({ name: freeze?.name ?? maintenance?.name ?? number, kind }),
);
