import type {
  ApproveChangeTemplate,
  ChangeTemplateEvent,
  CommandOf,
  DefineChangeTemplate,
  RetireChangeTemplate,
  ReviseChangeTemplate,
  RevokeChangeTemplateApproval,
  TemplateContent,
  TemplateKeys,
} from '@opsledger/contracts';
import { Refusal, aggregate, move, requireMove, type Standing } from '@opsledger/event-sourcing';

export type TemplateRefusal = 'template-not-found' | 'template-version-passed' | 'author-never-approves';

export interface KnownTemplate {
  readonly status: TemplateKeys['state'];
  readonly number: string;
  readonly keys: TemplateKeys;
  readonly content: TemplateContent;
  /** Id of who wrote the present version. */
  readonly author: string | null;
}
export type Template = { readonly status: 'unknown' } | KnownTemplate;

export const TEMPLATE_MOVES = {
  ChangeTemplateApproved: move('approve', ['draft'], 'approved'),
  ChangeTemplateRevised: move('revise', ['approved'], 'draft'),
  ChangeTemplateApprovalRevoked: move('revoke-approval', ['approved'], 'draft'),
  ChangeTemplateRetired: move('retire', ['draft', 'approved'], 'retired'),
} as const;

const mayMove = (state: Standing, type: keyof typeof TEMPLATE_MOVES, whenEnded: string): void =>
  requireMove(TEMPLATE_MOVES, state, type, whenEnded);

const ENDED = 'Define a new template instead.';
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

const keysFor = (number: string, version: number, { service, category }: TemplateContent): TemplateKeys => ({
  number,
  state: 'draft',
  version,
  service: service ?? null,
  category: category ?? null,
});

export const defineTemplate = ({
  data,
  lookups,
}: CommandOf<typeof DefineChangeTemplate, { readonly number: string }>): ChangeTemplateEvent[] => [
  { type: 'ChangeTemplateDefined', data: { keys: keysFor(lookups.number, 1, data), content: data } },
];

/** A new version is not approved, whatever the one before was. */
export function reviseTemplate(
  { data }: CommandOf<typeof ReviseChangeTemplate>,
  state: KnownTemplate,
): ChangeTemplateEvent[] {
  if (JSON.stringify(data) === JSON.stringify(state.content)) return [];
  if (state.status === 'retired') mayMove(state, 'ChangeTemplateRevised', ENDED);
  const keys = keysFor(state.number, state.keys.version + 1, data);
  const revokes = state.status === 'approved' ? state.keys.version : null;
  return [{ type: 'ChangeTemplateRevised', data: { keys, content: { before: state.content, after: data }, revokes } }];
}

export function approveTemplate(
  { data: { version, comment }, actor }: CommandOf<typeof ApproveChangeTemplate>,
  state: KnownTemplate,
): ChangeTemplateEvent[] {
  const { number, keys, author } = state;
  if (version !== keys.version)
    throw new Refusal<TemplateRefusal>(
      'template-version-passed',
      `${number} has version ${keys.version} now, not ${version}. Read it, and approve that version.`,
    );
  if (state.status === 'approved') return [];
  mayMove(state, 'ChangeTemplateApproved', ENDED);
  if (actor.id === author)
    throw new Refusal<TemplateRefusal>(
      'author-never-approves',
      `You wrote version ${version} of ${number}. Let another change manager approve it.`,
    );
  return [{ type: 'ChangeTemplateApproved', data: { keys: { ...keys, state: 'approved' }, comment: comment ?? null } }];
}

export function revokeApproval(
  { data: { reason } }: CommandOf<typeof RevokeChangeTemplateApproval>,
  state: KnownTemplate,
): ChangeTemplateEvent[] {
  mayMove(state, 'ChangeTemplateApprovalRevoked', ENDED);
  return [{ type: 'ChangeTemplateApprovalRevoked', data: { keys: { ...state.keys, state: 'draft' }, reason } }];
}

export function retireTemplate(
  { data: { reason } }: CommandOf<typeof RetireChangeTemplate>,
  state: KnownTemplate,
): ChangeTemplateEvent[] {
  if (state.status === 'retired') return [];
  return [{ type: 'ChangeTemplateRetired', data: { keys: { ...state.keys, state: 'retired' }, reason } }];
}

const existing =
  <C extends { readonly id: string }>(decide: (command: C, state: KnownTemplate) => ChangeTemplateEvent[]) =>
  (command: C, state: Template): ChangeTemplateEvent[] => {
    if (state.status !== 'unknown') return decide(command, state);
    throw new Refusal<TemplateRefusal>('template-not-found', `There is no change template ${command.id}.`);
  };

/** What recurs, described and approved once: approval belongs to a version. */
export const changeTemplate = aggregate<Template, ChangeTemplateEvent>({
  category: 'changetemplate',
  initial: { status: 'unknown' },
  evolve,
  decisions: {
    DefineChangeTemplate: defineTemplate,
    ReviseChangeTemplate: existing(reviseTemplate),
    ApproveChangeTemplate: existing(approveTemplate),
    RevokeChangeTemplateApproval: existing(revokeApproval),
    RetireChangeTemplate: existing(retireTemplate),
  },
});
