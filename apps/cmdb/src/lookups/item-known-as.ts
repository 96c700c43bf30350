import { onePer } from '@opsledger/event-sourcing';
import { batchById } from '@opsledger/service-kit';
import { sql, type Kysely } from 'kysely';

interface KnownAs {
  readonly identity: string;
  readonly id: string;
  readonly number: string;
}

/**
 * The item that has an identity, by its key, as the list says; of several from days when that was not looked at, the first by
 * id. Thousands of rows and stubs are carried out at once: they are looked up together.
 */
export const itemKnownAs = onePer((db: Kysely<any>) =>
  batchById<KnownAs>(
    async (identities) =>
      (
        await sql<KnownAs>`
          select one.identity, items.id, items.number from unnest(${identities}::text[]) as one (identity)
          join cmdb.items on items.identities @> array[one.identity]
          order by items.id desc`.execute(db)
      ).rows,
    ({ identity }) => identity,
  ),
);
