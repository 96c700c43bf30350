import { Type, type Static } from '@sinclair/typebox';
import { Changed, Line, Maybe, OneOf, Payload, Prose, Reference, commandsOf, eventsOf, type EventOf } from '../kit';
import { CHANGE_TEMPLATE_STATES } from './change-lifecycle';

const event = eventsOf('change');
const command = commandsOf('change', 'changetemplate');

/**
 * On every event of a template, as it stands after it. `version` is that of the content: approving or retiring makes no
 * new one.
 */
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

/** Version 1, in `draft`. Who records it is its author, who may not approve it. */
export const ChangeTemplateDefined = event(
  'ChangeTemplateDefined',
  'There is a template for changes that recur; its first version is not approved yet.',
  fact({ content: TemplateContent }),
);

/**
 * `version` in the keys is the new one, in `draft`. `revokes` is null where the version before was not approved; who
 * revises is the author from then on.
 */
export const ChangeTemplateRevised = event(
  'ChangeTemplateRevised',
  'The template has a new version; what was pre-approved is so no longer.',
  fact({
    content: Changed(TemplateContent),
    revokes: Maybe(Type.Integer({ description: 'Version whose approval ends.' })),
  }),
);

/** By a change manager other than the author; `version` in the keys is the one that was approved. */
export const ChangeTemplateApproved = event(
  'ChangeTemplateApproved',
  'Changes made from exactly this version need no approval of their own.',
  fact({ comment: Maybe(Prose(2000)) }),
);

/** The version stays, in `draft`, and may be approved again. What is scheduled stays scheduled. */
export const ChangeTemplateApprovalRevoked = event(
  'ChangeTemplateApprovalRevoked',
  'The version is no longer pre-approved.',
  fact({ reason: Prose(2000) }),
);

/** Final. What is scheduled stays scheduled. */
export const ChangeTemplateRetired = event(
  'ChangeTemplateRetired',
  'Nothing is made from it any more, and it pre-approves nothing.',
  fact({ reason: Prose(2000) }),
);

/** Life of one template; changes made from it name its version in `ChangeDrafted`. */
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

/** Implementation and back-out plan are obligatory: they are what is approved once for all. */
export const DefineChangeTemplate = command('DefineChangeTemplate', {
  ...roles,
  route: 'POST /v1/change-templates',
  creates: true,
  summary: 'Define a template for standard changes',
  payload: TemplateContent,
});

/** Refused once retired; the same content again records nothing and makes no version. */
export const ReviseChangeTemplate = command('ReviseChangeTemplate', {
  ...roles,
  route: 'POST /v1/change-templates/:id/revise',
  summary: 'Revise a template: makes a new version of it',
  description:
    'The whole content. The approval of the version before ends, also for changes that are not scheduled yet.',
  payload: TemplateContent,
});

/**
 * Refused for another version than the present one, for its author, and once retired. Approved already: nothing is
 * recorded.
 */
export const ApproveChangeTemplate = command('ApproveChangeTemplate', {
  ...managers,
  route: 'POST /v1/change-templates/:id/approve',
  summary: 'Approve a version once for all changes made from it',
  description: 'Names the version that was read. Nobody approves what they wrote.',
  payload: Payload({ version: Type.Integer({ minimum: 1 }), comment: Type.Optional(Prose(2000)) }),
});

/** Only of an approved one; changes made from it that are not scheduled yet need approval of their own. */
export const RevokeChangeTemplateApproval = command('RevokeChangeTemplateApproval', {
  ...managers,
  route: 'POST /v1/change-templates/:id/revoke-approval',
  summary: 'Take the approval of a template back',
  payload: Payload({ reason: Prose(2000) }),
});

/** Of a draft or an approved one; retired already: nothing is recorded. */
export const RetireChangeTemplate = command('RetireChangeTemplate', {
  ...managers,
  route: 'POST /v1/change-templates/:id/retire',
  summary: 'Retire a template',
  payload: Payload({ reason: Prose(2000) }),
});

/** Agents write templates; approving, revoking and retiring are for change managers. */
export const changeTemplateCommands = [
  DefineChangeTemplate,
  ReviseChangeTemplate,
  ApproveChangeTemplate,
  RevokeChangeTemplateApproval,
  RetireChangeTemplate,
] as const;
