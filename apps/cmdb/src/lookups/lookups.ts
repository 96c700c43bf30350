import type { Lookup, ServiceContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { classIn, effectiveSchema, isKindOf, type ClassModel } from '../classes/class-model';
import type { RegisterLookups } from '../item/commands/register';
import type { RelateLookups } from '../item/commands/relate';
import type { ReviseLookups } from '../item/commands/revise';
import type { ClassInForce } from '../item/guards';
import { ciRecords } from '../queries/ci-records';
import { identityKey } from '../read-models/ci-list';
import { currentClasses } from './current-classes';
import { currentSettings } from './current-settings';

type Answer<Answers> = (...question: Parameters<Lookup>) => Promise<Answers>;

const PREFIX = 'CI';

export function classInForce(model: ClassModel, key: string): ClassInForce | undefined {
  const its = classIn(model, key);
  return (
    its && {
      key,
      abstract: its.abstract,
      service: isKindOf(model, key, 'service'),
      schema: effectiveSchema(model, key),
    }
  );
}

const classesByKey = (model: ClassModel): Readonly<Record<string, ClassInForce>> =>
  Object.fromEntries(Object.keys(model).map((key) => [key, classInForce(model, key)!]));

const keptClasses = new WeakMap<ClassModel, Readonly<Record<string, ClassInForce>>>();

/** All classes as decisions see them; worked out once per version of the tree. */
export async function classesInForce({ store }: Pick<ServiceContext, 'store'>) {
  const model = await currentClasses.get(store);
  let classes = keptClasses.get(model);
  if (!classes) keptClasses.set(model, (classes = classesByKey(model)));
  return classes;
}

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

/** By command. */
export const lookups: Readonly<Record<string, Lookup>> = {
  RegisterConfigurationItem: registerItem,
  ReviseConfigurationItem: reviseItem,
  RelateConfigurationItem: relatedItem,
  UnrelateConfigurationItem: relatedItem,
};
