import type { RelationInWaiting, SourceRow } from '@opsledger/contracts';
import type { LookupContext, ServiceContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { identityKey } from '../item/match-keys';
import { batchNow, itemNow, type RowUnderWay } from './under-way';

interface Decided {
  readonly said: SourceRow;
  /** Which item it means. */
  readonly itemId: string;
}

/**
 * What batches state of a row that was quarantined and of items that are known or about to be. A relation of two such rows
 * waits for the second of them.
 */
export async function waitingRelations(
  { said: row, itemId }: Decided,
  underWay: readonly RowUnderWay[],
  context: LookupContext,
): Promise<RelationInWaiting[]> {
  const { rows } = await sql<{ id: string }>`
    select id from cmdb.reconciliations
    where awaits @> ${[identityKey({ source: row.source, id: row.externalId })]} order by submitted_at, number`.execute(
    context.db,
  );
  const endOf = async (id: string): Promise<string | undefined> => {
    if (id === row.externalId) return itemId;
    const awaited = underWay.find(({ said }) => said.source === row.source && said.externalId === id);
    return awaited?.itemId ?? (await itemKnownAs(identityKey({ source: row.source, id }), context));
  };
  const nameOf = async (id: string): Promise<string> => {
    const item = await itemNow(id, context);
    const { said } = underWay.find((one) => one.itemId === id) ?? { said: row };
    return item?.status === 'known' ? (item.fields.name as string) : said.name;
  };
  const relations: RelationInWaiting[] = [];
  for (const { id: batch } of rows) {
    const state = await batchNow(batch, context);
    if (state?.status !== 'planned') continue;
    for (const { row: place, action, said } of state.relations) {
      if (action !== 'quarantine' || said.source !== row.source) continue;
      if (said.from !== row.externalId && said.to !== row.externalId) continue;
      const [sourceId, targetId] = [await endOf(said.from), await endOf(said.to)];
      if (sourceId === undefined || targetId === undefined || sourceId === targetId) continue;
      const target = { id: targetId, name: await nameOf(targetId) };
      relations.push({ batch, row: place, source: said.source, kind: said.kind, sourceId, target });
    }
  }
  return relations;
}

/** Id of the item that has an identity, by its key. */
export async function itemKnownAs(key: string, { db }: Pick<ServiceContext, 'db'>): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from cmdb.items where identities @> ${[key]} order by id limit 1`.execute(db);
  return rows[0]?.id;
}
