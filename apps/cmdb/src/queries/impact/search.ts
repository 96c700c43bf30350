import type { ImpactNode } from '@opsledger/contracts';
import { PREPARED } from '@opsledger/service-kit';
import { sql, type Kysely } from 'kysely';
import { heldAt, levelsFrom, type Reach } from './levels';

/** A search that has found more than this ends, so that what it holds in memory is bounded. */
export const MOST_REACHED = 100_000;
/** Of more items than these the services are not looked up one by one. */
const FEW = 2_000;

interface Search extends Reach {
  /** Nodes that are told of. */
  readonly limit: number;
  readonly onlyServices: boolean;
  readonly serviceClasses: readonly string[];
  /** Stages in which an item serves others. */
  readonly liveStages: readonly string[];
}

export interface Findings {
  /** Number of the item asked about, if the view knows it. */
  readonly number: string | null;
  /** How many items were found one step away, two, … */
  readonly byDepth: readonly number[];
  readonly services: readonly {
    readonly criticality: string | null;
    readonly live: boolean;
    readonly count: number;
  }[];
  /** Nearest first; of one depth, services first, then by id. */
  readonly nodes: ImpactNode[];
}

/**
 * The whole answer in one statement, made where the relations are: what leaves the database is what people see. All that
 * is found is counted; ways and names are looked up only for what is told of.
 */
export async function impactOf(db: Kysely<any>, search: Search): Promise<Findings> {
  const { id, asOf, limit, onlyServices, serviceClasses, liveStages } = search;
  const items = asOf === null ? sql`cmdb.items` : sql`(select * from cmdb.item_editions where ${heldAt(asOf)})`;
  // In the text: of unknown classes the planner thinks that half of all items are services, and plans each time anew.
  const isService = sql`class in (${sql.join(serviceClasses.map((key) => sql.lit(key)))})`;
  const isLive = sql`stage = any(${liveStages})`;
  const { rows } = await sql<Findings>`${PREPARED}
    with recursive level (step, ids, bys, seen) as (${levelsFrom(search, MOST_REACHED)}),
    total as materialized (select sum(cardinality(ids)) as total from level),
    reached as materialized (
      select one.id, by, step as depth from level, unnest(ids, bys) as one (id, by) where step > 0
    ),
    -- Services among few are looked up by id; among many, it is cheaper to go through all services there are.
    service as materialized (
      select reached.id, criticality, ${isLive} as live
      from reached join ${items} as item on item.id = reached.id::text and ${isService}
      where (select total from total) <= ${FEW}
      union all
      select reached.id, criticality, ${isLive}
      from reached join (
        select id::uuid, criticality, stage from ${items} as item where ${isService} offset 0
      ) as item using (id)
      where (select total from total) > ${FEW}
    ),
    shown as materialized (
      select reached.id, by, depth, service.id is not null as service
      from reached left join service on service.id = reached.id
      where ${onlyServices ? sql`service.id is not null` : sql`true`}
      order by depth, 4 desc, reached.id limit ${limit}
    ),
    way (id, next, path) as (
      select id, by, array[by, id] from shown
      union all
      select way.id, reached.by, reached.by || path from way join reached on reached.id = next
    )
    select
      (select number from ${items} as item where id = ${id}) as number,
      coalesce((select json_agg(cardinality(ids) order by step) from level where step > 0), '[]') as "byDepth",
      coalesce((
        select json_agg(of) from (select criticality, live, count(*) from service group by 1, 2) as of
      ), '[]') as services,
      coalesce((
        select json_agg(json_build_object(
          'id', item.id, 'number', number, 'name', name, 'class', class, 'stage', stage, 'status', status,
          'criticality', criticality, 'service', service, 'live', ${isLive}, 'depth', depth, 'path', path
        ) order by depth, service desc, shown.id)
        from shown
        join way on way.id = shown.id and next = ${id}::uuid
        join ${items} as item on item.id = shown.id::text
      ), '[]') as nodes
  `.execute(db);
  return rows[0]!;
}
