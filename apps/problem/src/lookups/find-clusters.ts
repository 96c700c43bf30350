import { FindIncidentClusters, FindOpenedIncidents, type ResultOf, type TrendRule } from '@opsledger/contracts';
import { askingAs, type ServiceContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { periodStart, type Cluster, type EarlierTrend } from '../trend/new-trends';

const ask = askingAs('problem');
/** Configuration items, and categories, looked at each time. */
const MOST_SUBJECTS = 200;
/** Incidents looked at of each. */
const MOST_INCIDENTS = 500;
/** Subjects whose incidents are asked for at once: no question grows beyond 10,000 ids. */
const AT_ONCE = 20;

type Opened = ResultOf<typeof FindOpenedIncidents>['incidents'][number];
type Context = Pick<ServiceContext, 'db' | 'services'>;

const told = ({ id, number, openedAt }: Opened) => ({ id, name: number, openedAt });

/** Incidents that have a configuration item or a category in common, but for those that point at a problem. */
export async function findClusters(rule: TrendRule, now: string, context: Context): Promise<readonly Cluster[]> {
  const [byCi, byCategory] = await Promise.all([
    rule.ci ? clustersByCi(rule.ci, now, context) : [],
    rule.category ? clustersByCategory(rule.category, now, context) : [],
  ]);
  return [...byCi, ...byCategory];
}

async function clustersByCategory(
  { incidents: atLeast, days }: NonNullable<TrendRule['category']>,
  now: string,
  { db, services }: Context,
): Promise<readonly Cluster[]> {
  const params = { from: periodStart(days, now), to: now, atLeast, most: MOST_SUBJECTS };
  const { clusters } = await ask(services, FindIncidentClusters, params);
  const ids = clusters.flatMap(({ incidents }) => incidents.map(({ id }) => id));
  const { rows } = await sql<{ id: string }>`
    select id from problem.incident_links where id = any(${ids}) and problem_ids <> '{}'`.execute(db);
  const taken = new Set(rows.map(({ id }) => id));
  return clusters.map(({ category, incidents }) => ({
    kind: 'category',
    subject: { id: category, name: category },
    incidents: incidents.filter(({ id }) => !taken.has(id)).map(told),
  }));
}

interface CiRow {
  readonly ci: string;
  readonly name: string;
  readonly incidents: readonly string[];
}

/** A link is made no earlier than its incident was opened: incidents of the period are among those linked in it. */
async function clustersByCi(
  { incidents: atLeast, days }: NonNullable<TrendRule['ci']>,
  now: string,
  { db, services }: Context,
): Promise<readonly Cluster[]> {
  const from = periodStart(days, now);
  const { rows } = await sql<CiRow>`
    select ci, max(name) as name, (array_agg(id order by last_linked_at desc, id))[1:${sql.lit(MOST_INCIDENTS)}] as incidents
    from problem.incident_links, unnest(ci_ids, ci_names) as affected (ci, name)
    where last_linked_at >= ${from} and problem_ids = '{}'
    group by ci having count(*) >= ${atLeast}
    order by count(*) desc, ci limit ${MOST_SUBJECTS}`.execute(db);
  const clusters: Cluster[] = [];
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const some = rows.slice(at, at + AT_ONCE);
    const ids = [...new Set(some.flatMap(({ incidents }) => incidents))];
    const params = { ids, from, to: now };
    const { incidents: opened } = await ask(services, FindOpenedIncidents, params);
    for (const { ci, name, incidents } of some) {
      const own = new Set(incidents);
      clusters.push({
        kind: 'ci',
        subject: { id: ci, name },
        incidents: opened.filter(({ id }) => own.has(id)).map(told),
      });
    }
  }
  return clusters;
}

/** Trends proposed before about the same. The view may be behind: ids are such that nothing is proposed twice by that. */
export async function earlierTrends(
  clusters: readonly Cluster[],
  { db }: Pick<ServiceContext, 'db'>,
): Promise<readonly EarlierTrend[]> {
  const subjects = [...new Set(clusters.map(({ subject }) => subject.id))];
  const { rows } = await sql<{ trend: EarlierTrend; ordinal: number }>`
    select trend, ordinal from problem.trends where subject_id = any(${subjects})`.execute(db);
  return rows.map(({ trend: { state, evidence }, ordinal }) => ({ state, evidence, ordinal }));
}
