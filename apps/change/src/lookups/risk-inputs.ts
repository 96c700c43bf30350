import { compileCalendar } from '@opsledger/business-time';
import type { ChangeWindowView } from '@opsledger/contracts';
import type { ServiceContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { cisOf, type KnownChange } from '../change/change-state';
import type { PlannedChange } from '../collisions/collisions';
import { plannedOf } from '../read-models/change-list';
import type { RiskInputs } from '../risk/assess';
import { hoursOf } from '../window/hours';
import { readChange } from './change-named';
import { affectedBy } from './cmdb';
import { maintenanceInForce } from './windows-in-force';

/** What the risk rules look at. */
export async function riskInputs(id: string, context: ServiceContext): Promise<RiskInputs | null> {
  const state = await readChange(context, id);
  if (!state) return null;
  const { keys, plan } = state.details;
  const [affected, past, windows] = [
    await affectedBy(context.services, cisOf(state)),
    await pastOf(state, context),
    await maintenanceInForce(context),
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

function windowOf(planned: PlannedChange, windows: readonly ChangeWindowView[]): RiskInputs['window'] {
  const touched = new Set([...planned.cis.map(({ id }) => id), ...(planned.service ? [planned.service.id] : [])]);
  const mine = windows.flatMap(({ maintenance }) => {
    if (!maintenance) return [];
    const scope = [...(maintenance.services ?? []), ...(maintenance.cis ?? [])];
    return scope.length === 0 || scope.some(({ id }) => touched.has(id)) ? [maintenance] : [];
  });
  if (mine.length === 0) return 'none';
  const [from, to] = [Date.parse(planned.start), Date.parse(planned.end)];
  return mine.some((window) => compileCalendar(hoursOf(window)).elapsed(from, to) === to - from) ? 'inside' : 'outside';
}
