import { Type, type Static } from '@sinclair/typebox';
import { Changed, Line, Maybe, OneOf, Payload, Prose, Reference, commandsOf, eventsOf, type EventOf } from '../kit';
import { CHANGE_TEMPLATE_STATES } from './change-lifecycle';

const event = eventsOf('change');
const command = commandsOf('change', 'changetemplate');

export const TemplateKeys = Type.Object({
  number: Line(40),
  state: OneOf(CHANGE_TEMPLATE_STATES),
  version: Type.Integer({ minimum: 1 }),
  service: Maybe(Reference),
  category: Maybe(Line(200)),
});
export type TemplateKeys = Static<typeof TemplateKeys>;

/** What every change made from the template begins with. */
export const TemplateContent = Payload({
  name: Line(300),
  description: Type.Optional(Prose()),
  category: Type.Optional(Line(200)),
  service: Type.Optional(Reference),
  scope: Type.Optional(Prose()),
  implementationPlan: Prose(),
  testPlan: Type.Optional(Prose()),
  backOutPlan: Prose(),
  tasks: Type.Optional(Type.Array(Line(300), { maxItems: 50 })),
});
export type TemplateContent = Static<typeof TemplateContent>;

const fact = <Fields extends Parameters<typeof Type.Object>[0]>(fields: Fields) =>
  Type.Object({ keys: TemplateKeys, ...fields });

export const ChangeTemplateDefined = event(
  'ChangeTemplateDefined',
  'There is a template for changes that recur; its first version is not approved yet.',
  fact({ content: TemplateContent }),
);
export const ChangeTemplateRevised = event(
  'ChangeTemplateRevised',
  'The template has a new version; what was pre-approved is so no longer.',
  fact({
    content: Changed(TemplateContent),
    revokes: Maybe(Type.Integer({ description: 'Version whose approval ends.' })),
  }),
);
export const ChangeTemplateApproved = event(
  'ChangeTemplateApproved',
  'Changes made from exactly this version need no approval of their own.',
  fact({ comment: Maybe(Prose(2000)) }),
);
export const ChangeTemplateApprovalRevoked = event(
  'ChangeTemplateApprovalRevoked',
  'The version is no longer pre-approved.',
  fact({ reason: Prose(2000) }),
);
export const ChangeTemplateRetired = event(
  'ChangeTemplateRetired',
  'Nothing is made from it any more, and it pre-approves nothing.',
  fact({ reason: Prose(2000) }),
);
export const changeTemplateEvents = [
  ChangeTemplateDefined,
  ChangeTemplateRevised,
  ChangeTemplateApproved,
  ChangeTemplateApprovalRevoked,
  ChangeTemplateRetired,
] as const;
export type ChangeTemplateEvent = EventOf<(typeof changeTemplateEvents)[number]>;

const roles = { roles: ['agent', 'change-manager'] } as const;
const managers = { roles: ['change-manager'] } as const;

export const DefineChangeTemplate = command('DefineChangeTemplate', {
  ...roles,
  route: 'POST /v1/change-templates',
  creates: true,
  summary: 'Define a template for standard changes',
  payload: TemplateContent,
});
export const ReviseChangeTemplate = command('ReviseChangeTemplate', {
  ...roles,
  route: 'POST /v1/change-templates/:id/revise',
  summary: 'Make a new version',
  description:
    'The whole content. The approval of the version before ends, also for changes that are not scheduled yet.',
  payload: TemplateContent,
});
export const ApproveChangeTemplate = command('ApproveChangeTemplate', {
  ...managers,
  route: 'POST /v1/change-templates/:id/approve',
  summary: 'Approve a version once for all changes made from it',
  description: 'Names the version that was read. Nobody approves what they wrote.',
  payload: Payload({ version: Type.Integer({ minimum: 1 }), comment: Type.Optional(Prose(2000)) }),
});
export const RevokeChangeTemplateApproval = command('RevokeChangeTemplateApproval', {
  ...managers,
  route: 'POST /v1/change-templates/:id/revoke-approval',
  summary: 'Take the approval back',
  payload: Payload({ reason: Prose(2000) }),
});
export const RetireChangeTemplate = command('RetireChangeTemplate', {
  ...managers,
  route: 'POST /v1/change-templates/:id/retire',
  summary: 'Retire a template',
  payload: Payload({ reason: Prose(2000) }),
});
export const changeTemplateCommands = [
  DefineChangeTemplate,
  ReviseChangeTemplate,
  ApproveChangeTemplate,
  RevokeChangeTemplateApproval,
  RetireChangeTemplate,
] as const;
