import type { CommandOf, ConfigurationItemEvent, RegisterConfigurationItem } from '@opsledger/contracts';
import { utcMilliseconds, type Fact } from '@opsledger/event-sourcing';
import { classAbstract, classUnknown } from '../../classes/class.errors';
import { requireFit, type ClassInForce } from '../guards';
import { identityTaken, identityUnderWay, instantAhead } from '../item.errors';
import { asTheDirectoryHasIt, type Ownership } from '../ownership';
import { attributesOf, fieldsOf, keysOf, onlyKnown } from '../item-state';

export interface RegisterLookups {
  readonly number: string;
  /** Absent: there is no such class. */
  readonly class?: ClassInForce;
  /** Items known by one of the names in other systems that the new one is to have. */
  readonly known: readonly { readonly source: string; readonly id: string; readonly number: string }[];
  /** Those of its names in other systems that a batch or quarantined row is about to bring, with the number of that. */
  readonly underWay: readonly { readonly source: string; readonly id: string; readonly from: string }[];
  /** Owner and teams named that the directory knows. */
  readonly ownership: Ownership;
}

type Command = CommandOf<typeof RegisterConfigurationItem, RegisterLookups>;

export function registerConfigurationItem({ data, now, lookups }: Command): Fact<ConfigurationItemEvent>[] {
  const { class: key, stage = 'in_use', status = 'operational', since, identities = [], ...given } = data;
  const said = { ...given, ...asTheDirectoryHasIt(given, lookups.ownership) };
  const occurredAt = since === undefined ? now : utcMilliseconds(since);
  if (occurredAt > now) throw instantAhead(data.name, occurredAt);
  if (!lookups.class) throw classUnknown(key);
  if (lookups.class.abstract) throw classAbstract(key);
  const [taken] = lookups.known;
  if (taken) throw identityTaken(taken.source, taken.id, taken.number);
  const [awaited] = lookups.underWay;
  if (awaited) throw identityUnderWay(awaited.source, awaited.id, awaited.from);
  const fields = onlyKnown(fieldsOf(said));
  requireFit(data.name, fields, lookups.class);
  const { number } = lookups;
  const item = { number, class: key, stage, operation: status, fields };
  return [
    {
      type: 'ConfigurationItemRegistered',
      data: {
        keys: keysOf(item),
        edition: 1,
        description: said.description ?? null,
        attributes: attributesOf(fields),
        identities,
        cause: null,
      },
      occurredAt,
    },
  ];
}
