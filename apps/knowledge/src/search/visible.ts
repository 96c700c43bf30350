import { isStaff } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { sql, type RawBuilder } from 'kysely';

/** Which rows of `knowledge.article_search` whoever asks may find. */
export const visible = (context: Pick<QueryContext, 'actor' | 'roles'>): RawBuilder<boolean> =>
  isStaff(context) ? sql`live` : sql`live and audience = 'public'`;

/**
 * Whether a visible article has words of this query. Materialized, so that PostgreSQL plans for all of them and takes the
 * index: planning for the first alone, it would read every article for a word that none has.
 */
export const occurs = (
  query: RawBuilder<unknown>,
  context: Pick<QueryContext, 'actor' | 'roles'>,
): RawBuilder<boolean> => sql`exists (
  with hits as materialized (
    select 1 as hit from knowledge.article_search where words @@ (${query})::tsquery and ${visible(context)}
  ) select from hits)`;
