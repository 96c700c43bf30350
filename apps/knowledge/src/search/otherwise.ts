import type { QueryContext, WrittenWord } from '@opsledger/service-kit';
import { sql, type RawBuilder } from 'kysely';
import { anyOf, type AskedWord } from './asked-words';
import { best, matching, mostRanked, planned, type Found, type SearchParams } from './found';
import { occurs } from './visible';

const MOST_INSTEAD = 3;

interface Instead {
  readonly word: string;
  readonly others: readonly string[];
}

/** A word that no article uses, and those near it, the nearest first. */
export interface Near {
  readonly typed: WrittenWord;
  readonly others: readonly WrittenWord[];
}

/** What is found by words that articles still use, the nearest first, in place of unknown ones. */
export async function findInstead(
  words: readonly AskedWord[],
  beginning: string | undefined,
  near: readonly Near[],
  params: SearchParams,
  context: QueryContext,
): Promise<{ readonly instead: readonly Near[]; readonly items: readonly Found[] }> {
  const places = near.flatMap(({ typed: { word }, others }) =>
    others.map((other, place) => ({ word, other: other.word, place })),
  );
  const { rows } = await sql<{ instead: Instead[]; items: Found[] }>`${planned(params)}
    with used as materialized (
      select word, other, row_number() over (partition by word order by place) as place
      from unnest(${places.map(({ word }) => word)}::text[], ${places.map(({ other }) => other)}::text[],
        ${places.map(({ place }) => place)}::int[]) as near (word, other, place)
      where ${occurs(sql`quote_literal(other)`, context)}
    ),
    instead as materialized (
      select word, array_agg(other order by place) as others from used where place <= ${MOST_INSTEAD} group by word
    ),
    asked as materialized (${asked(words, beginning, sql`word || string_to_array(forms, ' ') || others`, sql`left join instead using (word)`)}),
    matching as materialized (
      ${matching(sql`words @@ (select query from asked) and exists (select from instead)`, params, context)}
    )
    select items, (select coalesce(json_agg(instead), '[]') from instead) as instead
    from (${best(params)}) as best`.execute(context.db);
  const { instead, items } = rows[0]!;
  return { items, instead: near.flatMap((one) => stillUsed(one, instead)) };
}

function stillUsed({ typed, others }: Near, instead: readonly Instead[]): Near[] {
  const used = instead.find(({ word }) => word === typed.word)?.others;
  return used ? [{ typed, others: used.map((word) => others.find((other) => other.word === word)!) }] : [];
}

/**
 * What has some of the words. Most articles have some common word in their text: those with one in title or tags come
 * first anyway, and are enough mostly.
 */
export async function findSome(
  words: readonly AskedWord[],
  beginning: string | undefined,
  params: SearchParams,
  context: QueryContext,
): Promise<readonly Found[]> {
  const { rows } = await sql<{ items: Found[] }>`${planned(params)}
    with asked as materialized (${asked(words, beginning, sql`word || string_to_array(forms, ' ')`)}),
    titled as materialized (${matching(sql`heading @@ (select any_of from asked)`, params, context)}),
    others as materialized (
      ${matching(
        sql`words @@ (select any_of from asked) and (select count(*) from titled) < ${mostRanked(params)}`,
        params,
        context,
      )}
    ),
    matching as (
      select * from others union all select * from titled where not exists (select from others)
    )
    select items from (${best(params)}) as best`.execute(context.db);
  return rows[0]!.items;
}

const asked = (
  words: readonly AskedWord[],
  beginning: string | undefined,
  alternatives: RawBuilder<unknown>,
  joined = sql``,
) => sql`
  select string_agg('(' || term || ')', ' & ')::tsquery as query, string_agg(term, ' | ')::tsquery as any_of from (
    select ${anyOf(alternatives)}
      || case when word = ${beginning ?? null} then ' | ''' || word || ''':*' else '' end as term
    from unnest(${words.map(({ word }) => word)}::text[], ${words.map(({ forms }) => forms.join(' '))}::text[])
      as typed (word, forms) ${joined}
  ) as terms`;
