import { changeTemplateEvents, type ChangeTemplateEvent, type ChangeTemplateView } from '@opsledger/contracts';
import type { Recorded } from '@opsledger/event-sourcing';
import { authorOf } from '@opsledger/service-kit';
import { baseOf, viewList } from './view-list';

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

export const templateList = viewList<ChangeTemplateView>(
  'change_templates',
  'Templates of standard changes, as they are now.',
  changeTemplateEvents,
  templateAfter,
  ({ content }) => ({ name: content.name, kind: null }),
);
