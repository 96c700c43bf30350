import type { QueryContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { anyOf, type AskedWord } from './asked-words';
import { best, matching, mostRanked, type Found, type SearchParams } from './found';
import { occurs } from './visible';

const MOST_INSTEAD = 3;

/** By word: those that are looked for in its place, the nearest first, as far as an article still uses them. */
export type Instead = ReadonlyMap<string, readonly string[]>;

interface FoundOtherwise {
  readonly instead: readonly { readonly word: string; readonly instead: readonly string[] }[];
  readonly hasAll: boolean;
  readonly items: readonly Found[];
}

/**
 * What is found by the nearest words in place of unknown ones, else what has some of the words. Most articles have some
 * common word in their text: those with one in title or tags come first anyway, and are enough mostly.
 */
export async function findOtherwise(
  words: readonly AskedWord[],
  beginning: string | undefined,
  near: Instead,
  params: SearchParams,
  context: QueryContext,
): Promise<FoundOtherwise> {
  const places = [...near].flatMap(([word, others]) => others.map((other, place) => ({ word, other, place })));
  const condition = {
    all: sql`words @@ (select query from asked) and exists (select from instead)`,
    some: sql`not exists (select from having_all) and ${words.length > 1}`,
  };
  const { rows } = await sql<FoundOtherwise>`
    with used as materialized (
      select word, other, row_number() over (partition by word order by place) as place
      from unnest(${places.map(({ word }) => word)}::text[], ${places.map(({ other }) => other)}::text[],
        ${places.map(({ place }) => place)}::int[]) as near (word, other, place)
      where ${occurs(sql`quote_literal(other)`, context)}
    ),
    instead as materialized (
      select word, array_agg(other order by place) as others from used where place <= ${MOST_INSTEAD} group by word
    ),
    terms as (
      select ${anyOf(sql`word || string_to_array(forms, ' ') || others`)}
        || case when word = ${beginning ?? null} then ' | ''' || word || ''':*' else '' end as term
      from unnest(${words.map(({ word }) => word)}::text[], ${words.map(({ forms }) => forms.join(' '))}::text[]) as typed (word, forms)
      left join instead using (word)
    ),
    asked as materialized (
      select string_agg('(' || term || ')', ' & ')::tsquery as query, string_agg(term, ' | ')::tsquery as any_of from terms
    ),
    having_all as materialized (${matching(condition.all, params, context)}),
    titled as materialized (
      ${matching(sql`heading @@ (select any_of from asked) and ${condition.some}`, params, context)}
    ),
    having_some as materialized (
      ${matching(
        sql`words @@ (select any_of from asked) and ${condition.some} and (select count(*) from titled) < ${mostRanked(params)}`,
        params,
        context,
      )}
    ),
    matching as (
      select * from having_all union all select * from having_some
      union all select * from titled where not exists (select from having_some)
    )
    select items, exists (select from having_all) as "hasAll",
      (select coalesce(json_agg(json_build_object('word', word, 'instead', others)), '[]') from instead) as instead
    from (${best(params)}) as best`.execute(context.db);
  return rows[0]!;
}
