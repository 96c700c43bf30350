import type { RelationInWaiting, RelationOutcome, SourceRow } from '@opsledger/contracts';
import type { LookupContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { identityKey, spokenBy } from '../item/match-keys';
import { ciList } from '../read-models/ci-list';
import { itemKnownAs } from './item-known-as';
import { batchNow, itemNow } from './records-now';
import type { UnderWay } from './under-way';

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
  decided: Decided,
  underWay: UnderWay,
  context: LookupContext,
): Promise<RelationInWaiting[]> {
  const waiting = await relationsOf(decided, context);
  if (waiting.length === 0) return [];
  const { said: row, itemId } = decided;
  const keyOf = (id: string): string => identityKey({ source: row.source, id });
  const others = waiting.flatMap(({ said: { from, to } }) => [from, to]).filter((id) => id !== row.externalId);
  const awaited = await underWay.speakingOf(others.map((id) => spokenBy('identity', keyOf(id))));
  await context.caughtUp(ciList.name);

  const endOf = async (id: string): Promise<string | undefined> => {
    if (id === row.externalId) return itemId;
    const its = awaited.find(({ said }) => said.source === row.source && said.externalId === id);
    return its?.itemId ?? (await itemKnownAs(context.db)(keyOf(id)))?.id;
  };
  const nameOf = async (id: string): Promise<string> => {
    const item = await itemNow(id, context);
    const { said } = awaited.find((one) => one.itemId === id) ?? { said: row };
    return item?.status === 'known' ? (item.fields.name as string) : said.name;
  };
  const relations: RelationInWaiting[] = [];
  for (const { batch, row: place, said } of waiting) {
    const [sourceId, targetId] = [await endOf(said.from), await endOf(said.to)];
    if (sourceId === undefined || targetId === undefined || sourceId === targetId) continue;
    const target = { id: targetId, name: await nameOf(targetId) };
    relations.push({ batch, row: place, source: said.source, kind: said.kind, sourceId, target });
  }
  return relations;
}

type Waiting = RelationOutcome & { readonly batch: string };

/** Those that wait until somebody decides about the row, in the order in which they were stated. */
async function relationsOf({ said: row }: Decided, context: LookupContext): Promise<readonly Waiting[]> {
  const { rows } = await sql<{ id: string }>`
    select id from cmdb.reconciliations
    where awaits @> ${[identityKey({ source: row.source, id: row.externalId })]} order by submitted_at, number`.execute(
    context.db,
  );
  const states = await Promise.all(rows.map(async ({ id }) => ({ batch: id, state: await batchNow(id, context) })));
  return states.flatMap(({ batch, state }) =>
    state?.status !== 'planned'
      ? []
      : state.relations
          .filter(
            ({ action, said: { source, from, to } }) =>
              action === 'quarantine' && source === row.source && [from, to].includes(row.externalId),
          )
          .map((relation) => ({ ...relation, batch })),
  );
}
