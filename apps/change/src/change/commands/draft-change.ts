import type {
  ChangeEvent,
  ChangeKeys,
  ChangePlan,
  CommandOf,
  DraftChange,
  DraftStandardChange,
  Reference,
  TemplateContent,
} from '@opsledger/contracts';
import { linkTargetUnknown, templateRetired, templateUnknown } from '../change.errors';
import { assignee, type Membership } from '../membership';
import { linksToConfigured, plannedConfiguration } from './planned-configuration';
import { requireTimes } from './plan-change';

export interface DraftChangeLookups {
  readonly number: string;
  readonly membership?: Membership;
  readonly parent: Reference | null;
}

export interface DraftStandardChangeLookups extends Omit<DraftChangeLookups, 'parent'> {
  readonly template: {
    readonly reference: Reference;
    readonly version: number;
    readonly state: string;
    readonly content: TemplateContent;
  } | null;
}

interface Draft {
  readonly keys: ChangeKeys;
  readonly requestedBy: Reference | undefined;
  readonly cis: readonly Reference[] | undefined;
  readonly assign: { readonly teamId: string; readonly personId?: string } | undefined;
  readonly membership: Membership | undefined;
}

type Drafted = Extract<ChangeEvent, { type: 'ChangeDrafted' }>['data'];

export function draftChange(command: CommandOf<typeof DraftChange, DraftChangeLookups>): ChangeEvent[] {
  const { data, lookups, actor } = command;
  if (data.parent !== undefined && !lookups.parent) throw linkTargetUnknown(data.parent);
  const keys = firstKeys(lookups.number, data.type, data.service, data.category);
  const plan = planOf(lookups.number, data);
  const drafted = { title: data.title, description: data.description ?? null, plan, template: null };
  const draft = { ...data, requestedBy: data.requestedBy, cis: data.cis, assign: data.assign };
  const facts = factsOf({ ...draft, keys, membership: lookups.membership }, drafted, actor);
  return lookups.parent
    ? [
        ...facts,
        { type: 'ChangeLinked', data: { keys: facts.at(-1)!.data.keys, kind: 'parent', target: lookups.parent } },
      ]
    : facts;
}

export function draftStandardChange(
  command: CommandOf<typeof DraftStandardChange, DraftStandardChangeLookups>,
): ChangeEvent[] {
  const { data, lookups, actor } = command;
  const { template } = lookups;
  if (!template) throw templateUnknown(data.template);
  if (template.state === 'retired') throw templateRetired(template.reference.name);
  const { content, reference, version } = template;
  const keys = firstKeys(lookups.number, 'standard', content.service, content.category);
  const drafted = {
    title: data.title ?? content.name,
    description: content.description ?? null,
    plan: planOf(lookups.number, { ...content, plannedStart: data.plannedStart, plannedEnd: data.plannedEnd }),
    template: { template: reference, version },
  };
  const draft = { requestedBy: data.requestedBy, cis: data.cis, assign: data.assign };
  const facts = factsOf({ ...draft, keys, membership: lookups.membership }, drafted, actor);
  const now = facts.at(-1)!.data.keys;
  const tasks = (content.tasks ?? []).map((title, at): ChangeEvent => {
    const place = at + 1;
    const task = { task: String(place), title, description: null, place, assignee: null };
    return { type: 'ChangeTaskAdded', data: { keys: now, ...task } };
  });
  return [...facts, ...tasks];
}

const firstKeys = (
  number: string,
  type: ChangeKeys['type'],
  service: Reference | null | undefined,
  category: string | undefined,
): ChangeKeys => ({
  number,
  state: 'draft',
  type,
  risk: null,
  team: null,
  service: service ?? null,
  category: category ?? null,
  result: null,
});

function planOf(number: string, data: Partial<ChangePlan>): ChangePlan {
  const configuration = plannedConfiguration(number, data.plannedConfiguration ?? []);
  return {
    plannedStart: instant(data.plannedStart),
    plannedEnd: instant(data.plannedEnd),
    service: data.service ?? null,
    scope: data.scope ?? null,
    implementationPlan: data.implementationPlan ?? null,
    testPlan: data.testPlan ?? null,
    backOutPlan: data.backOutPlan ?? null,
    ...(configuration && { plannedConfiguration: configuration }),
  };
}

/** In the one way instants are recorded, so that they compare as text. */
export const instant = (given: string | null | undefined): string | null =>
  given === null || given === undefined ? null : new Date(given).toISOString();

function factsOf(
  { keys, requestedBy, cis = [], assign, membership }: Draft,
  drafted: Omit<Drafted, 'keys' | 'requestedBy' | 'openedBy'>,
  { id, name }: Reference,
): ChangeEvent[] {
  requireTimes(keys.number, drafted.plan);
  const openedBy = { id, name };
  const facts: ChangeEvent[] = [
    { type: 'ChangeDrafted', data: { keys, ...drafted, requestedBy: requestedBy ?? openedBy, openedBy } },
  ];
  for (const target of new Map(cis.map((ci) => [ci.id, ci])).values())
    facts.push({ type: 'ChangeLinked', data: { keys, kind: 'affected_ci', target } });
  facts.push(...linksToConfigured(keys, drafted.plan.plannedConfiguration, cis));
  if (assign) {
    const after = assignee(assign, membership);
    const assignment = { before: { team: null, person: null }, after };
    facts.push({ type: 'ChangeAssigned', data: { keys: { ...keys, team: after.team }, assignment } });
  }
  return facts;
}
