import {
  MADE_HERE,
  keptStub,
  refusedStub,
  stubFact,
  type CommandOf,
  type ConfigurationItemEvent,
  type ImportConfigurationItemStub,
  type WithdrawConfigurationItemStub,
} from '@opsledger/contracts';
import type { Fact } from '@opsledger/event-sourcing';
import { itemNotFound, stubRefused } from '../item.errors';
import { UNCLASSIFIED, keysOf, type Item } from '../item-state';

export interface ImportItemLookups {
  /** A number of ours; used when the item has none yet. */
  readonly number: string;
  /** Another item has its name in the source, or is about to. */
  readonly isNameTaken: boolean;
}

export interface WithdrawItemLookups {
  /** Others are related to it. */
  readonly needed: boolean;
}

const LONGEST_IDENTITY = 200;

/** Only that there is such an item, and what it is called there. */
export function importConfigurationItemStub(
  command: CommandOf<typeof ImportConfigurationItemStub, ImportItemLookups>,
  state: Item,
): Fact<ConfigurationItemEvent>[] {
  const { id, data, lookups } = command;
  const isKnown = state.status === 'known';
  const refused = refusedStub(command, 'configuration_item', isKnown ? state.origin : null);
  if (refused) throw stubRefused(refused, isKnown ? state.number : data.number);
  if (isKnown) return [];
  const { source, number: name, batch, row } = data;
  const before = state.status === 'withdrawn' ? state : { number: lookups.number, edition: 0 };
  const item = { class: UNCLASSIFIED, stage: 'in_use', operation: 'operational', fields: { name } } as const;
  return [
    {
      type: 'ConfigurationItemRegistered',
      data: {
        keys: keysOf({ ...item, number: before.number }),
        edition: before.edition + 1,
        description: null,
        attributes: {},
        identities: lookups.isNameTaken || name.length > LONGEST_IDENTITY ? [] : [{ source, id: name }],
        cause: { source, batch, row },
        external: { source, number: name },
      },
      ...stubFact(id, data, { ...MADE_HERE, generation: before.edition }),
    },
  ];
}

export function withdrawConfigurationItemStub(
  { id, data, lookups }: CommandOf<typeof WithdrawConfigurationItemStub, WithdrawItemLookups>,
  state: Item,
): ConfigurationItemEvent[] {
  if (state.status === 'withdrawn') return [];
  if (state.status !== 'known') throw itemNotFound(id);
  const { origin, edition, number } = state;
  const kept = keptStub({ ...origin, workedOn: origin.workedOn || lookups.needed }, data.batch);
  if (kept) throw stubRefused(kept, number);
  const { batch, reason = null } = data;
  return [{ type: 'ConfigurationItemWithdrawn', data: { keys: keysOf(state), edition, batch, reason } }];
}
