import type { CiIdentity, ImportConfigurationItemStub, PayloadOf } from '@opsledger/contracts';
import { numbered, type Lookup, type LookupContext, type ServiceContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import type { ImportItemLookups, WithdrawItemLookups } from '../item/commands/import-item';
import type { RegisterLookups } from '../item/commands/register';
import type { RelateLookups } from '../item/commands/relate';
import type { ReviseLookups } from '../item/commands/revise';
import { ciRecords } from '../queries/ci-records';
import { identityKey } from '../item/match-keys';
import type { Ownership } from '../item/ownership';
import { classesInForce } from './classes-in-force';
import { knownOwnership } from './directory';
import { currentSettings } from './current-settings';
import { ciList } from '../read-models/ci-list';
import { ciRelations } from '../read-models/ci-relations';
import { itemKnownAs } from './item-known-as';
import { reconciliationLookups } from './reconciliation';
import { UnderWay } from './under-way';

const PREFIX = 'CI';

const registerItem: Lookup<RegisterLookups> = async ({ data, now }, context) => {
  const { class: key, identities = [] } = data as { class: string; identities?: CiIdentity[] };
  const underWay = await aboutToBeKnownAs(identities, now, context);
  const [classes, known, number, ownership] = await Promise.all([
    classesInForce(context),
    knownAs(identities, context),
    context.numbers.next(PREFIX),
    knownOwnership(context.services, data as Ownership, now),
  ]);
  return { number, class: Object.hasOwn(classes, key) ? classes[key] : undefined, known, underWay, ownership };
};

/** Asked before the items: what is not under way any more is known of them then. */
async function aboutToBeKnownAs(identities: readonly CiIdentity[], now: string, context: LookupContext) {
  if (identities.length === 0) return [];
  const underWay = await UnderWay.seenBy(now, context);
  const rows = await underWay.speakingOfIdentities(identities);
  await context.caughtUp(ciList.name);
  return identities.flatMap((one) => {
    const row = rows.find(({ said }) => said.source === one.source && said.externalId === one.id);
    return row ? [{ ...one, from: row.from }] : [];
  });
}

async function knownAs(identities: readonly CiIdentity[], { db }: ServiceContext) {
  const known = await Promise.all(identities.map((one) => itemKnownAs(db)(identityKey(one))));
  return identities.flatMap((one, index) => (known[index] ? [{ ...one, number: known[index].number }] : []));
}

const reviseItem: Lookup<ReviseLookups> = async ({ data, now }, context) => {
  const [classes, { precedence }, ownership] = await Promise.all([
    classesInForce(context),
    currentSettings.get(context.store),
    knownOwnership(context.services, data as Ownership, now),
  ]);
  return { classes, precedence, ownership };
};

const relatedItem: Lookup<RelateLookups> = async ({ data }, context) => {
  const { targetId } = data as { targetId: string };
  const found = ciRecords.documentOf(await ciRecords.factsNamed(targetId, context));
  return { target: found?.item.status === 'known' ? { id: found.id, name: found.item.fields.name as string } : null };
};

/** An item that is known keeps its number: an import that is repeated uses none up. */
const importItem: Lookup<ImportItemLookups> = async ({ id, data, now }, context) => {
  const facts = await ciRecords.factsOf(id, context);
  const number = facts[0]?.data.keys.number ?? (await context.numbers.next(PREFIX));
  if (ciRecords.documentOf(facts)) return { number, isNameTaken: false };
  const { source, number: name } = data as PayloadOf<typeof ImportConfigurationItemStub>;
  const identities = [{ source, id: name }];
  const awaited = await aboutToBeKnownAs(identities, now, context);
  const known = await knownAs(identities, context);
  return { number, isNameTaken: awaited.length + known.length > 0 };
};

const withdrawItem: Lookup<WithdrawItemLookups> = async ({ id }, context) => {
  await context.caughtUp(ciRelations.name);
  const { rows } = await sql`
    select from cmdb.relations where target_id = ${id} and valid_to is null limit 1`.execute(context.db);
  return { needed: rows.length > 0 };
};

/** By command. */
export const lookups: Readonly<Record<string, Lookup>> = {
  RegisterConfigurationItem: registerItem,
  ReviseConfigurationItem: reviseItem,
  RelateConfigurationItem: relatedItem,
  UnrelateConfigurationItem: relatedItem,
  ImportConfigurationItemStub: importItem,
  WithdrawConfigurationItemStub: withdrawItem,
  NameBaseline: numbered('BL'),
  ...reconciliationLookups,
};
