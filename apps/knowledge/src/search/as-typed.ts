import type { QueryContext, WrittenWord } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { anyOf, askedWords, type AskedWord } from './asked-words';
import { best, matching, planned, type Found, type SearchParams } from './found';
import { nearWords } from './known-words';
import { languageOf } from './languages';
import type { TypedWord } from './words';

export interface FoundAsTyped {
  /** Those that say something, unless there are no others. */
  readonly words: readonly AskedWord[];
  readonly items: readonly Found[];
  /** Where nothing is found: words that no article uses, with those that some do and that look alike. */
  readonly near: readonly { readonly word: string; readonly others: readonly WrittenWord[] }[];
}

/**
 * The articles that have all of the words, each in any of its forms; what an article has all of is not mistyped. One
 * statement, since going to the server and back costs as much as finding.
 */
export async function findAsTyped(
  typed: readonly TypedWord[],
  beginning: string | undefined,
  params: SearchParams,
  context: QueryContext,
): Promise<FoundAsTyped> {
  const { rows } = await sql<FoundAsTyped>`${planned(params)}
    with typed as materialized (${askedWords(typed, languageOf(params.language))}),
    telling as materialized (
      select * from typed where not says_nothing or not exists (select from typed where not says_nothing)
    ),
    terms as (
      select ${anyOf(sql`word || forms`)} || case when word = ${beginning ?? null} then ' | ''' || word || ''':*' else '' end as term
      from telling
    ),
    asked as materialized (
      select string_agg('(' || term || ')', ' & ')::tsquery as query, string_agg(term, ' | ')::tsquery as any_of from terms
    ),
    matching as materialized (${matching(sql`words @@ (select query from asked)`, params, context)}),
    near as (${nearWords(typed, sql`not exists (select from matching)`, context)})
    select (select json_agg(telling order by place) from telling) as words, items,
      (select coalesce(json_agg(near), '[]') from near) as near
    from (${best(params)}) as best`.execute(context.db);
  return rows[0]!;
}
