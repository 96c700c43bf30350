import type { ChangeTemplateEvent, TemplateContent } from '@opsledger/contracts';
import type { KnownTemplate, Template } from './template-state';

const blank: TemplateContent = { name: 'Unknown', implementationPlan: 'Unknown', backOutPlan: 'Unknown' };

type Fact = ChangeTemplateEvent & { readonly metadata?: { readonly actor: { readonly id: string } } };

/** Accepts every recorded fact. */
export function evolve(state: Template, event: Fact): Template {
  const { keys } = event.data;
  const before = state.status === 'unknown' ? { content: blank, author: null } : state;
  const { content, author }: Pick<KnownTemplate, 'content' | 'author'> = before;
  const standing = { status: keys.state, number: keys.number, keys };
  const writer = event.metadata?.actor.id ?? null;
  switch (event.type) {
    case 'ChangeTemplateDefined':
      return { ...standing, content: event.data.content, author: writer };
    case 'ChangeTemplateRevised':
      return { ...standing, content: event.data.content.after, author: writer };
    case 'ChangeTemplateApproved':
    case 'ChangeTemplateApprovalRevoked':
    case 'ChangeTemplateRetired':
      return { ...standing, content, author };
    default:
      return event satisfies never;
  }
}
