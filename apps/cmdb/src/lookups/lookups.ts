import type { Lookup, ServiceContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import type { RegisterLookups } from '../item/commands/register';
import type { RelateLookups } from '../item/commands/relate';
import type { ReviseLookups } from '../item/commands/revise';
import { ciRecords } from '../queries/ci-records';
import { identityKey } from '../item/match-keys';
import { classesInForce } from './classes-in-force';
import { currentSettings } from './current-settings';
import { reconciliationLookups } from './reconciliation';

type Answer<Answers> = (...question: Parameters<Lookup>) => Promise<Answers>;

const PREFIX = 'CI';

const registerItem: Answer<RegisterLookups> = async ({ data }, context) => {
  const { class: key, identities = [] } = data as { class: string; identities?: { source: string; id: string }[] };
  const [classes, known, number] = await Promise.all([
    classesInForce(context),
    knownAs(identities, context),
    context.numbers.next(PREFIX),
  ]);
  return { number, class: Object.hasOwn(classes, key) ? classes[key] : undefined, known };
};

async function knownAs(identities: readonly { source: string; id: string }[], { db }: ServiceContext) {
  if (identities.length === 0) return [];
  const { rows } = await sql<{ number: string; identities: string[] }>`
    select number, identities from cmdb.items where identities && ${identities.map(identityKey)}`.execute(db);
  return rows.flatMap(({ number, identities: its }) =>
    identities.filter((one) => its.includes(identityKey(one))).map((one) => ({ ...one, number })),
  );
}

const reviseItem: Answer<ReviseLookups> = async (_, context) => {
  const [classes, { precedence }] = await Promise.all([classesInForce(context), currentSettings.get(context.store)]);
  return { classes, precedence };
};

const relatedItem: Answer<RelateLookups> = async ({ data }, context) => {
  const id = await ciRecords.idOf((data as { targetId: string }).targetId, context);
  const item = id === undefined ? undefined : ciRecords.documentOf(await ciRecords.factsOf(id, context))?.item;
  return { target: id !== undefined && item?.status === 'known' ? { id, name: item.fields.name as string } : null };
};

const nameBaseline: Answer<{ number: string }> = async (_, { numbers }) => ({ number: await numbers.next('BL') });

/** By command. */
export const lookups: Readonly<Record<string, Lookup>> = {
  RegisterConfigurationItem: registerItem,
  ReviseConfigurationItem: reviseItem,
  RelateConfigurationItem: relatedItem,
  UnrelateConfigurationItem: relatedItem,
  NameBaseline: nameBaseline,
  ...reconciliationLookups,
};
