import type { Collision, Reference } from '@opsledger/contracts';
import type { ServiceContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { collisionsOf, type Freeze, type PlannedChange } from '../collisions/collisions';
import { changeList, plannedOf } from '../read-models/change-list';
import { plannedWithin } from '../read-models/planned-within';
import { readChange } from './change-named';
import { relatedTo } from './cmdb';
import { freshRows } from './fresh-rows';
import { freezesWithin } from './windows-in-force';

/** States in which a change with a planned time is still to come or under way. */
const TO_COME = ['draft', 'assess', 'authorize', 'scheduled', 'implement'];
/** Who was there first: a draft gives way to them, not they to a draft. */
const SETTLED = ['scheduled', 'implement'];
const MOST = 2_000;

const othersIn = (
  context: ServiceContext,
  { start, end, self }: PlannedChange,
  states: readonly string[],
): Promise<PlannedChange[]> =>
  freshRows(context, changeList.name, async () => {
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
    await freezesWithin(context, planned.start, planned.end),
    others.length ? await relatedTo(context.services, planned.cis) : [],
  ];
  const freezes = windows.flatMap(({ id, number, freeze }): Freeze[] => {
    if (!freeze) return [];
    const { from, to, reason, services = [], cis = [], name } = freeze;
    return [{ self: { id, name: `${number} ${name}` }, from, to, reason, services, cis }];
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
  freshRows(context, changeList.name, async () => {
    const rows = sql<{ id: string }>`
      select id from change.changes where planned_end > ${now} and state = any(${TO_COME})
      order by planned_start, id limit ${MOST}`;
    return (await rows.execute(context.db)).rows.map(({ id }) => id);
  });

/** Changes that wait for authorisation before a date, and emergencies that nobody has approved yet. */
export const dueForCab = (context: ServiceContext, before: string): Promise<Reference[]> =>
  freshRows(context, changeList.name, async () => {
    const rows = sql<Reference>`
      select id, number as name from change.changes
      where approval = 'pending'
        and ((state = 'authorize' and (planned_start is null or planned_start < ${before}))
          or (type = 'emergency' and state in ('implement', 'review')))
      order by planned_start nulls last, id limit 500`;
    return (await rows.execute(context.db)).rows;
  });
