import { sql, type RawBuilder } from 'kysely';
import { changeFacts } from '../../facts/change-facts';
import { ciChangeFacts } from '../../facts/ci-change-facts';
import { ciFacts } from '../../facts/ci-facts';
import { factsFrom } from '../facts-source';
import type { Sources, Span } from '../report';

/** Whose facts tell of a change seen on an item whether a change was open on it. */
export const JUDGED_BY = [ciChangeFacts, ciFacts, changeFacts] as const;

/** Being carried out, or scheduled and in its time (SQL). */
const isOpenOn = (change: string): RawBuilder<unknown> => {
  const its = (column: string) => sql.ref(`${change}.${column}`);
  return sql`(
    ${its('started_at')} <= seen.changed_at and (${its('finished_at')} is null or seen.changed_at <= ${its('finished_at')})
    or ${its('scheduled_at')} <= seen.changed_at
      and ${its('planned_start')} <= seen.changed_at and seen.changed_at <= ${its('planned_end')}
      and (${its('finished_at')} is null or seen.changed_at <= ${its('finished_at')})
      and (${its('canceled_at')} is null or seen.changed_at < ${its('canceled_at')}))`;
};

const WEEK_SECONDS = 604_800;
const weekOf = (instant: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`floor(extract(epoch from ${instant}) / ${sql.lit(WEEK_SECONDS)})::integer`;

/**
 * Changes by item and week in which they may have been open. What most of an estate hangs on is touched by thousands of
 * changes, and seen to change tens of thousands of times: week by week, only few of them are compared with one another.
 */
const changesByWeek = ({ from, to }: Span): RawBuilder<unknown> => {
  const begin = sql`greatest(least(started_at, planned_start), ${from}::timestamptz)`;
  const carriedOutUntil = sql`case when started_at is not null then coalesce(finished_at, ${to}::timestamptz) end`;
  const end = sql`least(greatest(planned_end, ${carriedOutUntil}), ${to}::timestamptz)`;
  return sql`
    select every_change.*, ci_id || ' ' || week as item_week
    from every_change cross join unnest(ci_ids) as ci_id cross join generate_series(${weekOf(begin)}, ${weekOf(end)}) as week
    where started_at is not null or planned_start is not null`;
};

/**
 * Common table expressions, `judged` the last: changes seen on items in a time, each with its verdict and the change that
 * goes with it. What is judged is what is known now of the changes: a change that is recorded late still counts.
 */
export const judgedChangesFrom = (sources: Sources, span: Span): RawBuilder<unknown> => sql`
  every_change as (select * from (${factsFrom(sources(changeFacts), 'reporting.change_facts')}) as change),
  every_item as (select * from (${factsFrom(sources(ciFacts), 'reporting.ci_facts')}) as item),
  seen as (
    select * from (${factsFrom(sources(ciChangeFacts), 'reporting.ci_change_facts')}) as every_seen
    where changed_at >= ${span.from}::timestamptz and changed_at < ${span.to}::timestamptz),
  changes_by_week as materialized (${changesByWeek(span)}),
  touched as materialized (
    select id, changed_at, touched_id || ' ' || ${weekOf(sql`changed_at`)} as item_week
    from seen cross join unnest(other_ids || item_id) as touched_id),
  open_on as (
    select seen.id, (array_agg(change.id order by change.number))[1] as change_id, min(change.number) as change
    from touched as seen join changes_by_week as change using (item_week)
    where ${isOpenOn('change')}
    group by seen.id),
  judged as (
    select seen.id, seen.item_id, seen.number, seen.item, seen.class, seen.environment, seen.team_id, seen.team,
      seen.part, seen.fields, seen.source, seen.by_id, seen.by, seen.changed_at,
      case
        when seen.taken_back then 'taken_back'
        when not seen.live then 'not_in_service'
        when seen.batch = item.registered_batch then 'first_appearance'
        when seen.part = 'relations' and seen.changed_at <= item.registered_at then 'first_appearance'
        when named.id is not null then 'named_change'
        when open_on.id is not null then 'open_change'
        else 'unauthorised'
      end as verdict,
      case when named.id is null then coalesce(open_on.change_id, seen.change_id) else named.id end as change_id,
      case when named.id is null then coalesce(open_on.change, seen.change) else named.number end as change
    from seen
    left join every_item as item on item.id = seen.item_id
    left join every_change as named on named.id = seen.change_id
      and (named.started_at <= seen.changed_at or ${isOpenOn('named')})
    left join open_on on open_on.id = seen.id)`;
