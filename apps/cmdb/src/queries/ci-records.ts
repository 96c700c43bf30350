import {
  isImportedOnly,
  type CiView,
  type ConfigurationItemEvent,
  type Precedence,
  type Reference,
} from '@opsledger/contracts';
import { authorOf, notFound, recordReader, type Problem } from '@opsledger/service-kit';
import { strongest } from '../item/claims';
import { configurationItem } from '../item/item';
import { attributesOf, keysOf, type Item } from '../item/item-state';
import { ciList } from '../read-models/ci-list';

interface CiDocument {
  readonly id: string;
  readonly item: Item;
  readonly registeredAt: string;
  readonly registeredBy: Reference;
  readonly updatedAt: string;
  readonly version: number;
}

/** Configuration items by id or number, from the log. */
export const ciRecords = recordReader<CiDocument, ConfigurationItemEvent>({
  category: 'configurationitem',
  list: ciList,
  after: (document, event) => ({
    id: event.subject,
    item: configurationItem.evolve(
      document?.item ?? configurationItem.initial,
      event as unknown as ConfigurationItemEvent,
    ),
    registeredAt: document?.registeredAt ?? event.occurredAt,
    registeredBy: document?.registeredBy ?? authorOf(event),
    updatedAt: document && document.updatedAt > event.occurredAt ? document.updatedAt : event.occurredAt,
    version: event.revision,
  }),
  withdrawnBy: 'ConfigurationItemWithdrawn',
});

export const noSuchItem = (name: string): Problem =>
  notFound(`There is no configuration item ${name}. Check the id or number.`);

/** @throws Problem 404 when there was none then */
export function viewOf(document: CiDocument | undefined, name: string, precedence: Precedence): CiView {
  if (document?.item.status !== 'known') throw noSuchItem(name);
  const { item, ...rest } = document;
  const sources = Object.keys(item.fields).map((field) => [
    field,
    strongest(precedence, field, item.claims[field] ?? {}) ?? '',
  ]);
  return {
    ...rest,
    ...keysOf(item),
    external: item.origin.external,
    importedOnly: isImportedOnly(item.origin),
    description: (item.fields.description as string | undefined) ?? null,
    attributes: attributesOf(item.fields),
    identities: [...item.identities],
    sources: Object.fromEntries(sources),
    relations: item.relations
      .filter(({ until }) => until === null)
      .map(({ kind, target, since }) => ({ kind, target, since })),
  };
}
