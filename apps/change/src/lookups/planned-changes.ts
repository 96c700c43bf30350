import { compileCalendar } from '@opsledger/business-time';
import type { Collision, Reference } from '@opsledger/contracts';
import { stateAt } from '@opsledger/event-sourcing';
import { streamOf } from '@opsledger/event-store';
import type { ServiceContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { change } from '../change/change';
import { cisOf, isKnown, type KnownChange } from '../change/change-state';
import { collisionsOf, type Freeze, type PlannedChange } from '../collisions/collisions';
import type { RiskInputs } from '../risk/assess';
import { changeList, plannedOf } from '../read-models/change-list';
import { plannedWithin } from '../read-models/planned-within';
import { windowList } from '../read-models/change-windows';
import type { ViewRow } from '../read-models/view-list';
import type { ChangeWindowView } from '@opsledger/contracts';
import { hoursOf } from '../window/hours';
import { affectedBy, relatedTo } from './cmdb';

/** States in which a change with a planned time is still to come or under way. */
const TO_COME = ['draft', 'assess', 'authorize', 'scheduled', 'implement'];
/** Who was there first: a draft gives way to them, not they to a draft. */
const SETTLED = ['scheduled', 'implement'];
const MOST = 2_000;

/** Rows of a list, once it has seen all that is in the log. */
async function fresh<Row>(context: ServiceContext, list: string, load: () => Promise<Row[]>): Promise<Row[]> {
  let isWaitedFor = false;
  const rows = await context.found(list, async () => {
    if (isWaitedFor) return load();
    isWaitedFor = true;
    return undefined;
  });
  return rows ?? [];
}

export async function readChange({ store }: ServiceContext, id: string): Promise<KnownChange | undefined> {
  const state = (await stateAt(change, store, streamOf(change.category, id)))?.state;
  return state && isKnown(state) ? state : undefined;
}

const windowsOf = (context: ServiceContext): Promise<ViewRow<ChangeWindowView>[]> =>
  fresh(context, windowList.name, async () => {
    const rows = sql<ViewRow<ChangeWindowView>>`
      select * from change.change_windows where state = 'in_force' order by id limit ${MOST}`;
    return (await rows.execute(context.db)).rows;
  });

const othersIn = (
  context: ServiceContext,
  { start, end, self }: PlannedChange,
  states: readonly string[],
): Promise<PlannedChange[]> =>
  fresh(context, changeList.name, async () => {
    const rows = sql<{ planned: PlannedChange }>`
      select planned from change.changes
      where ${plannedWithin(start, end)} and id <> ${self.id} and state = any(${[...states]})
      order by planned_start, id limit ${MOST}`;
    return (await rows.execute(context.db)).rows.map(({ planned }) => planned);
  });

/** What gets in the way of a change now; nothing of one that has no time, or is past. */
export async function collisionsNow(id: string, context: ServiceContext, states = TO_COME): Promise<Collision[]> {
  const state = await readChange(context, id);
  const planned = state && TO_COME.includes(state.status) ? plannedOf(id, state.details) : null;
  if (!planned) return [];
  const others = await othersIn(context, planned, states);
  const [windows, related] = [
    await windowsOf(context),
    others.length ? await relatedTo(context.services, planned.cis) : [],
  ];
  const freezes = windows.flatMap(({ view }): Freeze[] => {
    if (!view.freeze) return [];
    const { from, to, reason, services = [], cis = [], name } = view.freeze;
    return [{ self: { id: view.id, name: `${view.number} ${name}` }, from, to, reason, services, cis }];
  });
  return collisionsOf(planned, { others, freezes, related });
}

/** What keeps a scheduled change from being begun; an emergency is not even asked about, so that nothing delays it. */
export async function blockingNow(id: string, context: ServiceContext): Promise<Collision[]> {
  const state = await readChange(context, id);
  if (state?.status !== 'scheduled' || state.details.keys.type === 'emergency') return [];
  return collisionsNow(id, context, SETTLED);
}

/** Ids of changes that are still to be done, for looking at them again. */
export const plannedIds = (context: ServiceContext, now: string): Promise<string[]> =>
  fresh(context, changeList.name, async () => {
    const rows = sql<{ id: string }>`
      select id from change.changes where planned_end > ${now} and state = any(${TO_COME})
      order by planned_start, id limit ${MOST}`;
    return (await rows.execute(context.db)).rows.map(({ id }) => id);
  });

/** Changes that wait for authorisation before a date, and emergencies that nobody has approved yet. */
export const dueForCab = (context: ServiceContext, before: string): Promise<Reference[]> =>
  fresh(context, changeList.name, async () => {
    const rows = sql<Reference>`
      select id, number as name from change.changes
      where approval = 'pending'
        and ((state = 'authorize' and (planned_start is null or planned_start < ${before}))
          or (type = 'emergency' and state in ('implement', 'review')))
      order by planned_start nulls last, id limit 500`;
    return (await rows.execute(context.db)).rows;
  });

/** What the risk rules look at. */
export async function riskInputs(id: string, context: ServiceContext): Promise<RiskInputs | null> {
  const state = await readChange(context, id);
  if (!state) return null;
  const { keys, plan } = state.details;
  const [affected, past, windows] = [
    await affectedBy(context.services, cisOf(state)),
    await pastOf(state, context),
    await windowsOf(context),
  ];
  const planned = plannedOf(id, state.details);
  return {
    type: keys.type,
    affected,
    past,
    hasTestPlan: plan.testPlan !== null,
    hasBackOutPlan: plan.backOutPlan !== null,
    window: planned ? windowOf(planned, windows) : 'unplanned',
  };
}

async function pastOf({ details }: KnownChange, { db }: ServiceContext): Promise<RiskInputs['past']> {
  const { template, keys } = details;
  const of = template?.template ?? keys.team;
  if (!of) return { of: null, closed: 0, successful: 0 };
  const column = sql.ref(template ? 'template_id' : 'team_id');
  const counted = sql<{ closed: number; successful: number }>`
    select count(*)::int as closed, (count(*) filter (where result = 'successful'))::int as successful
    from change.changes where ${column} = ${of.id} and state = 'closed' and result is not null`;
  const [row] = (await counted.execute(db)).rows;
  return { of: of.name, closed: row?.closed ?? 0, successful: row?.successful ?? 0 };
}

function windowOf(planned: PlannedChange, windows: readonly ViewRow<ChangeWindowView>[]): RiskInputs['window'] {
  const touched = new Set([...planned.cis.map(({ id }) => id), ...(planned.service ? [planned.service.id] : [])]);
  const mine = windows.flatMap(({ view: { maintenance } }) => {
    if (!maintenance) return [];
    const scope = [...(maintenance.services ?? []), ...(maintenance.cis ?? [])];
    return scope.length === 0 || scope.some(({ id }) => touched.has(id)) ? [maintenance] : [];
  });
  if (mine.length === 0) return 'none';
  const [from, to] = [Date.parse(planned.start), Date.parse(planned.end)];
  return mine.some((window) => compileCalendar(hoursOf(window)).elapsed(from, to) === to - from) ? 'inside' : 'outside';
}
