import {
  LIVE_STAGES,
  type CiSummary,
  type GetImpact,
  type ImpactNode,
  type ImpactView,
  type ParamsOf,
} from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { familyOf } from '../classes/class-model';
import { currentClasses } from '../lookups/current-classes';
import { ciEditions } from '../read-models/ci-editions';
import { ciList } from '../read-models/ci-list';
import { ciRelations } from '../read-models/ci-relations';
import { ciRecords, noSuchItem } from './ci-records';
import { reachedFrom } from './reach';

export async function getImpact(params: ParamsOf<typeof GetImpact>, context: QueryContext): Promise<ImpactView> {
  const { id: name, direction = 'upstream', depth = 10, limit = 500 } = params;
  const asOf = params.asOf === undefined ? null : new Date(params.asOf).toISOString();
  const id = await ciRecords.idOf(name, context);
  if (id === undefined) throw noSuchItem(name);
  await Promise.all([ciRelations.name, asOf === null ? ciList.name : ciEditions.name].map(context.upToDate));
  const kinds = params.kinds?.split(',') ?? null;
  const { found, complete } = await reachedFrom(context.db, { id, direction, depth, kinds, asOf });
  const classes = familyOf(await currentClasses.get(context.store), 'service');
  const services = await summariesOf([...found.keys()], asOf, context, classes);
  // Found level by level: what is nearest comes first.
  const order = [...found.keys()].sort(
    (one, other) =>
      found.get(one)!.depth - found.get(other)!.depth || Number(services.has(other)) - Number(services.has(one)),
  );
  const described = await summariesOf([id, ...order.slice(0, limit)], asOf, context);
  const self = described.get(id) ?? (await itselfAt(id, name, params.asOf, context));
  const affected = [...services.values()];
  return {
    id,
    number: self.number,
    direction,
    depth,
    asOf,
    nodes: order.slice(0, limit).flatMap((at): ImpactNode[] => {
      const item = described.get(at);
      return item ? [nodeOf(item, { service: services.has(at), path: pathTo(at, id, found) })] : [];
    }),
    total: found.size,
    services: {
      total: affected.length,
      live: affected.filter(isLive).length,
      byCriticality: counted(affected.map(({ criticality }) => criticality ?? 'none')),
    },
    truncated: found.size > limit || !complete,
    complete,
  };
}

const isLive = ({ stage }: CiSummary): boolean => LIVE_STAGES.includes(stage);

function nodeOf(item: CiSummary, { service, path }: Pick<ImpactNode, 'service' | 'path'>): ImpactNode {
  const { id, number, name, class: its, stage, status, criticality } = item;
  const depth = path.length - 1;
  return { id, number, name, class: its, stage, status, criticality, service, live: isLive(item), depth, path };
}

function counted(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

function pathTo(to: string, from: string, found: ReadonlyMap<string, { readonly by: string }>): string[] {
  const path = [to];
  for (let at = to; at !== from; path.unshift(at)) at = found.get(at)!.by;
  return path;
}

async function summariesOf(
  ids: readonly string[],
  asOf: string | null,
  { db }: QueryContext,
  classes?: readonly string[],
): Promise<Map<string, CiSummary>> {
  const some = classes === undefined ? sql`` : sql`and class = any(${classes})`;
  const { rows } = await (
    asOf === null
      ? sql<{ summary: CiSummary }>`select summary from cmdb.items where id = any(${ids}) ${some}`
      : sql<{ summary: CiSummary }>`
          select summary from cmdb.item_editions
          where id = any(${ids}) and valid_from <= ${asOf} and (valid_to is null or valid_to > ${asOf}) ${some}`
  ).execute(db);
  return new Map(rows.map(({ summary }) => [summary.id, summary]));
}

/** The list may not know an item yet that was recorded a moment ago; the log does. */
async function itselfAt(id: string, name: string, asOf: string | undefined, context: QueryContext) {
  const document = ciRecords.documentOf(await ciRecords.factsOf(id, context), asOf);
  if (document?.item.status !== 'known') throw noSuchItem(asOf === undefined ? name : `${name} at ${asOf}`);
  return document.item;
}
