import type { CommandOf, PlanRelease, ReleaseEvent, ReviseReleasePlan } from '@opsledger/contracts';
import { utcMilliseconds } from '@opsledger/event-sourcing';
import { datesReversed, planFixed } from '../release.errors';
import { keysOf, type KnownRelease, type ReleasePlan } from '../release-state';

interface PlanReleaseLookups {
  readonly number: string;
}

export function planRelease({
  data,
  actor,
  lookups: { number },
}: CommandOf<typeof PlanRelease, PlanReleaseLookups>): ReleaseEvent[] {
  const owner = actor.kind === 'person' ? { id: actor.id, name: actor.name } : null;
  const plan = planAfter(number, { ...NOTHING_PLANNED, title: data.title, owner }, data);
  const { service, environment, owner: owned, ...planned } = plan;
  const keys = { number, state: 'planning' as const, service, owner: owned, environment };
  return [{ type: 'ReleasePlanned', data: { keys, ...planned } }];
}

/** Before deployment begins: what was followed stays what was planned. */
export function reviseReleasePlan({ data }: CommandOf<typeof ReviseReleasePlan>, state: KnownRelease): ReleaseEvent[] {
  if (state.status !== 'planning' && state.status !== 'build' && state.status !== 'test') throw planFixed(state);
  const [before, after] = [state.plan, planAfter(state.number, state.plan, data)];
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const changed = <Field extends keyof ReleasePlan>(field: Field) => ({ before: before[field], after: after[field] });
  const { service, owner, environment } = after;
  return [
    {
      type: 'ReleasePlanRevised',
      data: {
        keys: keysOf(state, { service, owner, environment }),
        title: changed('title'),
        description: changed('description'),
        label: changed('label'),
        plannedStart: changed('plannedStart'),
        plannedEnd: changed('plannedEnd'),
        deploymentPlan: changed('deploymentPlan'),
        backOutPlan: changed('backOutPlan'),
        service: changed('service'),
        owner: changed('owner'),
        environment: changed('environment'),
      },
    },
  ];
}

const NOTHING_PLANNED: Omit<ReleasePlan, 'title' | 'owner'> = {
  description: null,
  service: null,
  environment: null,
  label: null,
  plannedStart: null,
  plannedEnd: null,
  deploymentPlan: null,
  backOutPlan: null,
};

function planAfter(number: string, before: ReleasePlan, told: Partial<ReleasePlan>): ReleasePlan {
  const given = Object.entries(told).filter(([, value]) => value !== undefined);
  const after: ReleasePlan = { ...before, ...Object.fromEntries(given) };
  const plannedStart = after.plannedStart && utcMilliseconds(after.plannedStart);
  const plannedEnd = after.plannedEnd && utcMilliseconds(after.plannedEnd);
  if (plannedStart && plannedEnd && plannedEnd <= plannedStart) throw datesReversed(number, plannedStart, plannedEnd);
  return { ...after, plannedStart, plannedEnd };
}
