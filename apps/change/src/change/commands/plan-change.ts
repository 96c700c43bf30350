import type { ChangeEvent, ChangePlan, CommandOf, PlanChange } from '@opsledger/contracts';
import { plannedTimesWrong } from '../change.errors';
import { cisOf, keysOf, type KnownChange } from '../change-state';
import { expiredApprovals } from '../expired-approvals';
import { requirePlannable } from '../guards';
import { instant } from './draft-change';
import { linksToConfigured, plannedConfiguration } from './planned-configuration';

/** What a template says: a standard change that says otherwise is one like any other. */
const OF_TEMPLATE = ['service', 'scope', 'implementationPlan', 'testPlan', 'backOutPlan'] as const;

export function planChange({ data }: CommandOf<typeof PlanChange>, state: KnownChange): ChangeEvent[] {
  requirePlannable(state);
  const before = state.details.plan;
  const after: ChangePlan = { ...before, ...data };
  if (data.plannedStart !== undefined) after.plannedStart = instant(data.plannedStart);
  if (data.plannedEnd !== undefined) after.plannedEnd = instant(data.plannedEnd);
  if (data.plannedConfiguration !== undefined)
    after.plannedConfiguration = plannedConfiguration(state.number, data.plannedConfiguration);
  requireTimes(state.number, after);
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const differs = (field: keyof ChangePlan) => JSON.stringify(before[field]) !== JSON.stringify(after[field]);
  const leavesTemplate = state.details.keepsTemplate && OF_TEMPLATE.some(differs);
  const keys = keysOf(state, { service: after.service });
  const planned: ChangeEvent = {
    type: 'ChangePlanned',
    data: { keys, plan: { before, after }, leavesTemplate },
  };
  const expired = expiredApprovals(state, 'plan_changed').map((it) => ({
    ...it,
    data: { ...it.data, keys: { ...it.data.keys, service: after.service } },
  })) as ChangeEvent[];
  const links = linksToConfigured(expired.at(-1)?.data.keys ?? keys, after.plannedConfiguration, cisOf(state));
  return [planned, ...expired, ...links];
}

export function requireTimes(number: string, { plannedStart, plannedEnd }: ChangePlan): void {
  if (plannedStart !== null && plannedEnd !== null && plannedEnd <= plannedStart)
    throw plannedTimesWrong(number, plannedStart, plannedEnd);
}
