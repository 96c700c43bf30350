import { LIVE_STAGES, type GetImpact, type ImpactView, type ParamsOf } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { familyOf } from '../../classes/class-model';
import { currentClasses } from '../../lookups/current-classes';
import { ciEditions } from '../../read-models/ci-editions';
import { ciList } from '../../read-models/ci-list';
import { ciRelations } from '../../read-models/ci-relations';
import { ciRecords, noSuchItem } from '../ci-records';
import { MOST_REACHED, impactOf, type Findings } from './search';

export async function getImpact(params: ParamsOf<typeof GetImpact>, context: QueryContext): Promise<ImpactView> {
  const { id: name, direction = 'upstream', depth = 10, limit = 100 } = params;
  const asOf = params.asOf === undefined ? null : new Date(params.asOf).toISOString();
  const id = await ciRecords.idOf(name, context);
  if (id === undefined) throw noSuchItem(name);
  await Promise.all([ciRelations.name, asOf === null ? ciList.name : ciEditions.name].map(context.upToDate));
  const found = await impactOf(context.db, {
    id,
    direction,
    depth,
    kinds: params.kinds?.split(',') ?? null,
    asOf,
    limit,
    onlyServices: params.only === 'services',
    serviceClasses: familyOf(await currentClasses.get(context.store), 'service'),
    liveStages: LIVE_STAGES,
  });
  const total = sum(found.byDepth);
  const services = servicesOf(found);
  const complete = total <= MOST_REACHED;
  return {
    id,
    number: found.number ?? (await itselfAt(id, name, params.asOf, context)).number,
    direction,
    depth,
    asOf,
    nodes: found.nodes,
    total,
    byDepth: [...found.byDepth],
    services,
    truncated: !complete || (params.only === 'services' ? services.total : total) > limit,
    complete,
  };
}

function servicesOf({ services }: Findings): ImpactView['services'] {
  const byCriticality: Record<string, number> = {};
  for (const { criticality, count } of services)
    byCriticality[criticality ?? 'none'] = (byCriticality[criticality ?? 'none'] ?? 0) + count;
  return {
    total: sum(services.map(({ count }) => count)),
    live: sum(services.filter(({ live }) => live).map(({ count }) => count)),
    byCriticality,
  };
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/** The list may not know an item yet that was recorded a moment ago; the log does. */
async function itselfAt(id: string, name: string, asOf: string | undefined, context: QueryContext) {
  const document = ciRecords.documentOf(await ciRecords.factsOf(id, context), asOf);
  if (document?.item.status !== 'known') throw noSuchItem(asOf === undefined ? name : `${name} at ${asOf}`);
  return document.item;
}
