import { together } from '@opsledger/event-sourcing';
import type {
  PayloadOf,
  ReconcileConfigurationItem,
  ResolveQuarantinedRow,
  RestoreConfigurationItem,
  SourceRelation,
  SourceRow,
} from '@opsledger/contracts';
import { numbered, type Lookup, type LookupContext, type ServiceContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import type { ReconcileLookups } from '../item/commands/reconcile';
import type { RestoreLookups } from '../item/commands/restore';
import { configurationItem } from '../item/item';
import type { Item } from '../item/item-state';
import { hasIdentity, identityKey, keysOfRow, nameKey, serialKey, spokenBy } from '../item/match-keys';
import { ciRecords } from '../queries/ci-records';
import { ciList } from '../read-models/ci-list';
import { ciRelations } from '../read-models/ci-relations';
import type { Candidate } from '../reconciliation/identify';
import { awaited, reconciledItemId, type Rules } from '../reconciliation/plan';
import type { ResolveLookups } from '../quarantine/quarantined-row';
import {
  quarantinedRowId,
  quarantinedRows,
  statedRelations,
  type CarriedOutLookups,
  type SubmitLookups,
  type UndoLookups,
} from '../reconciliation/reconciliation';
import { classesInForce } from './classes-in-force';
import { currentSettings } from './current-settings';
import { itemKnownAs } from './item-known-as';
import { waitingRelations } from './waiting-relations';
import { batchNow, itemNow, rowNow } from './records-now';
import { UnderWay, type RowUnderWay } from './under-way';

const submit: Lookup<SubmitLookups> = async ({ data, now }, context) => {
  const { rows, relations = [] } = data as Said;
  const underWay = await UnderWay.seenBy(now, context);
  const [number, classes, { precedence }] = await Promise.all([
    context.numbers.next('REC'),
    classesInForce(context),
    currentSettings.get(context.store),
  ]);
  const [candidates, quarantined] = await Promise.all([
    candidatesFor({ rows, relations }, underWay, { classes, precedence, now }, context),
    quarantinedEnds(relations, context),
  ]);
  return { number, classes, precedence, candidates, quarantined };
};

/** Keys of the identities in relations of which somebody has to say which item they mean. */
async function quarantinedEnds(
  relations: readonly SourceRelation[],
  { db }: ServiceContext,
): Promise<ReadonlySet<string>> {
  const ends = relations.flatMap(({ source, from, to }) => [from, to].map((externalId) => ({ source, externalId })));
  const { rows } = await sql<{ id: string }>`
    select id from cmdb.quarantine where id = any(${ends.map(quarantinedRowId)}) and state = 'open'`.execute(db);
  const open = new Set(rows.map(({ id }) => id));
  const held = ends.filter((end) => open.has(quarantinedRowId(end)));
  return new Set(held.map(({ source, externalId }) => identityKey({ source, id: externalId })));
}

interface Said {
  readonly rows: readonly SourceRow[];
  readonly relations?: readonly SourceRelation[];
}

async function candidatesFor(
  said: Said,
  underWay: UnderWay,
  rules: Rules,
  context: LookupContext,
): Promise<Candidate[]> {
  const ids = await idsMeantBy(said, underWay, context);
  // Also what is said of them in other words than those they were found by.
  const ofItems = await underWay.speakingOf(ids.map((id) => spokenBy('item', id)));
  const byItem = together(ofItems, ({ itemId }) => itemId);
  const items = await Promise.all(
    ids.map(async (id) => {
      const now = (await itemNow(id, context)) ?? configurationItem.initial;
      const item = awaited(id, now, byItem.get(id) ?? [], rules);
      return item.status === 'known' ? [{ id, item }] : [];
    }),
  );
  return items.flat();
}

/** Whatever a batch could mean, by serial number, identity or name. */
async function idsMeantBy(
  { rows, relations = [] }: Said,
  underWay: UnderWay,
  context: LookupContext,
): Promise<readonly string[]> {
  const serials = rows.flatMap(({ serial }) => (serial ? [serialKey(serial)] : []));
  const names = rows.map(({ name }) => nameKey(name));
  const identities = [
    ...rows.map(({ source, externalId }) => identityKey({ source, id: externalId })),
    ...relations.flatMap(({ source, from, to }) => [from, to].map((id) => identityKey({ source, id }))),
  ];
  const keys = [
    ...serials.map((key) => spokenBy('serial', key)),
    ...names.map((key) => spokenBy('name', key)),
    ...identities.map((key) => spokenBy('identity', key)),
  ];
  // What a batch before this one brought, or is about to bring, is compared with, too.
  const alike = await underWay.speakingOf(keys);
  await context.caughtUp(ciList.name);
  const named = await sql<{ id: string }>`
    select id from cmdb.items where serial_key = any(${serials})
    union select id from cmdb.items where identities && ${identities}
    union (select id from cmdb.items where name_key = any(${names}) limit 5000)`.execute(context.db);
  return [
    ...new Set([
      ...named.rows.map(({ id }) => id),
      ...rows.map(reconciledItemId),
      ...alike.filter(speaksOfOne(keys)).map(({ itemId }) => itemId),
    ]),
  ];
}

/** As far as a row can tell. */
function speaksOfOne(keys: readonly string[]): (row: RowUnderWay) => boolean {
  const wanted = new Set(keys);
  return ({ said }) => keysOfRow(said).some((key) => wanted.has(key));
}

const reconcile: Lookup<ReconcileLookups> = async ({ id, data }, context) => {
  const { statements, relations } = data as PayloadOf<typeof ReconcileConfigurationItem>;
  const [classes, { precedence }, number, targets, others] = await Promise.all([
    classesInForce(context),
    currentSettings.get(context.store),
    // Only what a row says brings an item into being.
    statements.length > 0 ? numberOf(id, context) : '',
    itemsNow(
      relations.map(({ target }) => target.id),
      context,
    ),
    othersHaving(
      statements.map(({ said }) => said),
      id,
      context,
    ),
  ]);
  const isThere = ([, item]: readonly [string, Item | undefined]): boolean => item?.status === 'known';
  const there = new Set([...targets].filter(isThere).map(([target]) => target));
  return { classes, precedence, others, number, targets: there };
};

async function numberOf(id: string, context: ServiceContext): Promise<string> {
  const [first] = await ciRecords.factsOf(id, context);
  return first?.data.keys.number ?? (await context.numbers.next('CI'));
}

async function itemsNow(ids: readonly string[], context: ServiceContext) {
  return new Map(await Promise.all([...new Set(ids)].map(async (id) => [id, await itemNow(id, context)] as const)));
}

const carriedOut: Lookup<CarriedOutLookups> = async ({ id: batch }, context) => {
  const state = await batchNow(batch, context);
  const stated = state && state.status !== 'unknown' ? statedRelations(state.relations) : [];
  return {
    items: await itemsNow(
      stated.flatMap(({ sourceId, target }) => [sourceId, target.id]),
      context,
    ),
  };
};

/** Numbers of items other than this one that have an identity of the rows, by its key. */
async function othersHaving(
  rows: readonly SourceRow[],
  id: string,
  context: ServiceContext,
): Promise<ReadonlyMap<string, string>> {
  const having = await Promise.all(
    rows.map(({ source, externalId }) => itemKnownAs(context.db)(identityKey({ source, id: externalId }))),
  );
  const others = having.flatMap((one) => (one && one.id !== id ? [one] : []));
  // From the log: what was withdrawn or undone a moment ago holds nothing up.
  const now = await Promise.all(others.map((one) => itemNow(one.id, context)));
  const still = others.filter(({ identity }, index) => hasIdentity(now[index], identity));
  return new Map(still.map(({ identity, number }) => [identity, number]));
}

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

const undo: Lookup<UndoLookups> = async ({ id: batch }, context) => {
  const state = await batchNow(batch, context);
  if (state === undefined || state.status === 'unknown') return { resolved: [] };
  const decided = await Promise.all(quarantinedRows(state.rows).map((id) => rowNow(id, context)));
  const resolved = decided.flatMap((row) =>
    row?.status === 'resolved' && row.batch === batch && row.itemId !== null ? [row.itemId] : [],
  );
  const waiting = state.relations.filter(({ action }) => action === 'quarantine').map(({ said }) => said);
  if (waiting.length > 0) await context.caughtUp(ciList.name);
  const related = await Promise.all(
    waiting.map(({ source, from }) => itemKnownAs(context.db)(identityKey({ source, id: from }))),
  );
  return { resolved: [...resolved, ...related.flatMap((item) => item?.id ?? [])] };
};

const resolve: Lookup<ResolveLookups> = async ({ id, data, now }, context) => {
  const { itemId } = data as PayloadOf<typeof ResolveQuarantinedRow>;
  const row = await rowNow(id, context);
  if (row === undefined || row.status === 'unknown') return { exists: false, relations: [] };
  const meant = itemId ?? reconciledItemId(row.said);
  const identity = identityKey({ source: row.said.source, id: row.said.externalId });
  const underWay = await UnderWay.seenBy(now, context);
  const alike = await underWay.speakingOf([spokenBy('identity', identity)]);
  const relations = await waitingRelations({ said: row.said, itemId: meant }, underWay, context);
  await context.caughtUp(ciList.name);
  const [item, others] = await Promise.all([itemNow(meant, context), othersHaving([row.said], meant, context)]);
  // Several items may have it from days when that was not looked at: then each of them may be chosen.
  const other = hasIdentity(item, identity) ? undefined : others.get(identity);
  const awaited = alike.find(
    ({ said: { source, externalId }, itemId: its }) =>
      its !== meant && source === row.said.source && externalId === row.said.externalId,
  );
  return { exists: item?.status === 'known', other, awaited: awaited?.from, relations };
};

/** By command. */
export const reconciliationLookups: Readonly<Record<string, Lookup>> = {
  SubmitReconciliation: submit,
  UndoReconciliation: undo,
  ReportReconciliationCarriedOut: carriedOut,
  ReconcileConfigurationItem: reconcile,
  RestoreConfigurationItem: restore,
  QuarantineRow: numbered('QRW'),
  ResolveQuarantinedRow: resolve,
};
