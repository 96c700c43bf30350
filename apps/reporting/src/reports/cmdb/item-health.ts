import { BUILT_IN_CLASSES } from '@opsledger/contracts';
import { sql, type RawBuilder } from 'kysely';
import { ciClassFacts } from '../../facts/ci-class-facts';
import { STALE_DAYS } from '../../facts/ci-facts';
import { ciRelationFacts } from '../../facts/ci-relation-facts';
import { factsFrom } from '../facts-source';
import type { Sources, Span } from '../report';
import { NEVER, timesOf, timesOfJson } from '../turns-sql';

export const HEALTH_FROM = [ciClassFacts, ciRelationFacts] as const;

const builtIn = {
  classes: BUILT_IN_CLASSES.map(({ key }) => key),
  parents: BUILT_IN_CLASSES.map(({ parent }) => parent),
};

/**
 * Common table expressions over `every_item`, `healthy` the last: items with the times during which each was there, and
 * was incomplete, orphaned, stale, or the double of another.
 */
export const itemHealthFrom = (sources: Sources, { to }: Span): RawBuilder<unknown> => sql`
  own_classes as (select * from (${factsFrom(sources(ciClassFacts), 'reporting.ci_class_facts')}) as class),
  classes as (
    select class, parent, required from own_classes
    union all
    select built_in.class, built_in.parent, '{}' from unnest(${builtIn.classes}::text[], ${builtIn.parents}::text[])
      as built_in (class, parent) where built_in.class not in (select class from own_classes)),
  lineage as (
    select class, class as ancestor from classes
    union
    select lineage.class, classes.parent from lineage join classes on classes.class = lineage.ancestor
    where classes.parent is not null),
  required as (
    select distinct lineage.class, unnest(classes.required) as attribute
    from lineage join classes on classes.class = lineage.ancestor),
  timed as (select *, ${timesOf(sql`there`)} as times_there from every_item),
  complete as (
    select item.id, range_intersect_agg(${timesOfJson(sql`item.attributes -> attribute`)}) as times,
      array_agg(attribute order by attribute)
        filter (where not ${timesOfJson(sql`item.attributes -> attribute`)} @> ${to}::timestamptz) as missing
    from every_item as item join required on required.class = item.class
    group by item.id),
  related as (
    select item_id, range_agg(tstzrange(valid_from, valid_to)) as times
    from (${factsFrom(sources(ciRelationFacts), 'reporting.ci_relation_facts')}) as relation
    cross join unnest(array[source_id, target_id]) as touched (item_id)
    where valid_to is null or valid_to > valid_from
    group by item_id),
  double as (
    select id, range_agg(times_there * earlier) as times
    from (
      select id, times_there, range_agg(times_there) over (partition by key order by number collate "C"
        rows between unbounded preceding and 1 preceding) as earlier
      from timed cross join unnest(array['serial ' || serial_key, 'name ' || class || ' ' || name_key]) as key
      where key is not null) as compared
    where earlier is not null
    group by id),
  healthy as (
    select timed.*, complete.missing,
      times_there - coalesce(complete.times, times_there) as times_incomplete,
      times_there - coalesce(related.times, ${NEVER}) as times_orphan,
      times_there * (${timesOf(sql`stale`)} +
        tstzmultirange(tstzrange(confirmed_at + ${sql.lit(`${STALE_DAYS} days`)}::interval, null))) as times_stale,
      coalesce(double.times, ${NEVER}) as times_duplicate
    from timed
    left join complete on complete.id = timed.id
    left join related on related.item_id = timed.id
    left join double on double.id = timed.id)`;
