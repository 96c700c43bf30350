import type {
  PayloadOf,
  ReconcileConfigurationItem,
  RestoreConfigurationItem,
  SourceRelation,
  SourceRow,
} from '@opsledger/contracts';
import { onePer, stateAt } from '@opsledger/event-sourcing';
import { streamOf } from '@opsledger/event-store';
import { batchById, numbered, type Lookup, type ServiceContext } from '@opsledger/service-kit';
import { sql, type Kysely } from 'kysely';
import type { ReconcileLookups } from '../item/commands/reconcile';
import type { RestoreLookups } from '../item/commands/restore';
import { configurationItem } from '../item/item';
import { identityKey, nameKey, serialKey } from '../item/match-keys';
import { ciRecords } from '../queries/ci-records';
import { ciList } from '../read-models/ci-list';
import { ciRelations } from '../read-models/ci-relations';
import type { Candidate } from '../reconciliation/identify';
import { reconciledItemId } from '../reconciliation/plan';
import { quarantinedRow } from '../quarantine/quarantined-row';
import {
  quarantinedRows,
  reconciliation,
  type SubmitLookups,
  type UndoLookups,
} from '../reconciliation/reconciliation';
import { classesInForce } from './classes-in-force';
import { currentSettings } from './current-settings';

const submit: Lookup<SubmitLookups> = async ({ data }, context) => {
  const { rows, relations = [] } = data as { rows: SourceRow[]; relations?: SourceRelation[] };
  // What a batch before this one brought is compared with, too.
  await context.caughtUp(ciList.name);
  const [number, classes, { precedence }, candidates] = await Promise.all([
    context.numbers.next('REC'),
    classesInForce(context),
    currentSettings.get(context.store),
    candidatesFor(rows, relations, context),
  ]);
  return { number, classes, precedence, candidates };
};

async function candidatesFor(
  rows: readonly SourceRow[],
  relations: readonly SourceRelation[],
  context: ServiceContext,
): Promise<Candidate[]> {
  const serials = rows.flatMap(({ serial }) => (serial ? [serialKey(serial)] : []));
  const names = rows.map(({ name }) => nameKey(name));
  const identities = [
    ...rows.map(({ source, externalId }) => identityKey({ source, id: externalId })),
    ...relations.flatMap(({ source, from, to }) => [from, to].map((id) => identityKey({ source, id }))),
  ];
  const named = await sql<{ id: string }>`
    select id from cmdb.items where serial_key = any(${serials})
    union select id from cmdb.items where identities && ${identities}
    union (select id from cmdb.items where name_key = any(${names}) limit 5000)`.execute(context.db);
  const ids = new Set([...named.rows.map(({ id }) => id), ...rows.map(reconciledItemId)]);
  const items = await Promise.all(
    [...ids].map(async (id) => {
      // From the log: the item is compared as it is, not as a view has it.
      const state = (await stateAt(configurationItem, context.store, streamOf(configurationItem.category, id)))?.state;
      return state?.status === 'known' ? [{ id, item: state }] : [];
    }),
  );
  return items.flat();
}

const reconcile: Lookup<ReconcileLookups> = async ({ id, data }, context) => {
  const { statements } = data as PayloadOf<typeof ReconcileConfigurationItem>;
  const [classes, { precedence }, facts, having] = await Promise.all([
    classesInForce(context),
    currentSettings.get(context.store),
    ciRecords.factsOf(id, context),
    Promise.all(
      statements.map(({ said }) => itemHaving(context.db)(identityKey({ source: said.source, id: said.externalId }))),
    ),
  ]);
  const others = new Map(having.flatMap((one) => (one && one.id !== id ? [[one.identity, one.number]] : [])));
  return { classes, precedence, others, number: facts[0]?.data.keys.number ?? (await context.numbers.next('CI')) };
};

interface Having {
  readonly identity: string;
  readonly id: string;
  readonly number: string;
}

/** Thousands of rows are carried out at once: the items that have their identities are looked up together. */
const itemHaving = onePer((db: Kysely<any>) =>
  batchById<Having>(
    async (identities) =>
      (
        await sql<Having>`
          select one.identity, items.id, items.number from unnest(${identities}::text[]) as one (identity)
          join cmdb.items on items.identities @> array[one.identity]`.execute(db)
      ).rows,
    ({ identity }) => identity,
  ),
);

const restore: Lookup<RestoreLookups> = async ({ id, data }, context) => {
  const { batch } = data as PayloadOf<typeof RestoreConfigurationItem>;
  await context.caughtUp(ciRelations.name);
  const [{ precedence }, facts, needing] = await Promise.all([
    currentSettings.get(context.store),
    ciRecords.factsOf(id, context),
    sql<{ batch: string | null }>`
      select batch from cmdb.relations
      where target_id = ${id} and valid_to is null and batch is distinct from ${batch} limit 1`.execute(context.db),
  ]);
  return { precedence, facts: facts as never, needed: needing.rows.length > 0 };
};

const undo: Lookup<UndoLookups> = async ({ id: batch }, { store }) => {
  const state = (await stateAt(reconciliation, store, streamOf(reconciliation.category, batch)))?.state;
  const rows = state && state.status !== 'unknown' ? quarantinedRows(state.rows) : [];
  const decided = await Promise.all(
    rows.map(async (id) => (await stateAt(quarantinedRow, store, streamOf(quarantinedRow.category, id)))?.state),
  );
  const resolved = decided.flatMap((row) =>
    row?.status === 'resolved' && row.batch === batch && row.itemId !== null ? [row.itemId] : [],
  );
  return { resolved };
};

const resolve: Lookup<{ exists: boolean }> = async ({ data }, context) => {
  const { itemId } = data as { itemId?: string };
  if (itemId === undefined) return { exists: false };
  return { exists: ciRecords.documentOf(await ciRecords.factsOf(itemId, context))?.item.status === 'known' };
};

/** By command. */
export const reconciliationLookups: Readonly<Record<string, Lookup>> = {
  SubmitReconciliation: submit,
  UndoReconciliation: undo,
  ReconcileConfigurationItem: reconcile,
  RestoreConfigurationItem: restore,
  QuarantineRow: numbered('QRW'),
  ResolveQuarantinedRow: resolve,
};
