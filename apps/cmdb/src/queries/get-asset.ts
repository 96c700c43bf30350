import type { GetAsset, ParamsOf, ResultOf } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { bookValue } from '../assets/depreciation';
import { ciRelations } from '../read-models/ci-relations';
import { ciRecords, noSuchItem } from './ci-records';
import { attributesOf, type KnownItem } from '../item/item-state';

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

export async function getAsset(
  { id: name, on: date }: ParamsOf<typeof GetAsset>,
  context: QueryContext,
): Promise<ResultOf<typeof GetAsset>> {
  const on = date === undefined ? context.clock().toISOString() : new Date(date).toISOString();
  const document = ciRecords.documentOf(await ciRecords.factsNamed(name, context));
  if (document?.item.status !== 'known') throw noSuchItem(name);
  const { id, item } = document;
  const its = attributesOf(item.fields);
  const cost = numberOf(its.cost);
  const purchaseDate = textOf(its.purchaseDate);
  const months = numberOf(its.depreciationMonths);
  const salvage = numberOf(its.salvageValue) ?? 0;
  const isKnown = cost !== null && purchaseDate !== null && months !== null;
  const value = isKnown ? bookValue({ cost, date: purchaseDate, months, salvage }, on) : null;
  const warrantyEnd = textOf(its.warrantyEnd);
  return {
    id,
    number: item.number,
    on,
    cost,
    currency: textOf(its.currency),
    value,
    depreciated: value === null ? null : Math.round((cost! - value) * 100) / 100,
    supplier: textOf(its.supplier),
    purchaseDate,
    warrantyEnd,
    underWarranty: warrantyEnd === null ? null : on.slice(0, 10) <= warrantyEnd,
    contract: textOf(its.contract),
    assignedTo: textOf(its.assignedTo),
    location: textOf(item.fields.location),
    licence: await licenceOf(id, item, on, context),
  };
}

/** Installs are counted by the items that use the licence; where none are, what was counted elsewhere is told. */
async function licenceOf(id: string, { class: its, fields }: KnownItem, on: string, context: QueryContext) {
  const { entitlements, installs } = attributesOf(fields);
  if (its !== 'licence') return null;
  await context.upToDate(ciRelations.name);
  const { rows } = await sql<{ users: number }>`
    select count(distinct source_id)::int as users from cmdb.relations
    where target_id = ${id} and kind = 'uses' and valid_from <= ${on} and (valid_to is null or valid_to > ${on})
  `.execute(context.db);
  const used = rows[0]!.users > 0 ? rows[0]!.users : (numberOf(installs) ?? 0);
  const entitled = numberOf(entitlements);
  return { entitlements: entitled, installs: used, free: entitled === null ? null : entitled - used };
}
