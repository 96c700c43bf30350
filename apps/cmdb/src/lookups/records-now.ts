import { stateAt } from '@opsledger/event-sourcing';
import { streamOf } from '@opsledger/event-store';
import type { ServiceContext } from '@opsledger/service-kit';
import { configurationItem } from '../item/item';
import type { Item } from '../item/item-state';
import { quarantinedRow, type QuarantinedRow } from '../quarantine/quarantined-row';
import { reconciliation, type Reconciliation } from '../reconciliation/reconciliation';

/** From the log: as it is, not as a view has it. */
export const rowNow = async (
  id: string,
  { store }: Pick<ServiceContext, 'store'>,
): Promise<QuarantinedRow | undefined> =>
  (await stateAt(quarantinedRow, store, streamOf(quarantinedRow.category, id)))?.state;

/** As `rowNow`. */
export const itemNow = async (id: string, { store }: Pick<ServiceContext, 'store'>): Promise<Item | undefined> =>
  (await stateAt(configurationItem, store, streamOf(configurationItem.category, id)))?.state;

/** As `rowNow`. */
export const batchNow = async (
  id: string,
  { store }: Pick<ServiceContext, 'store'>,
): Promise<Reconciliation | undefined> =>
  (await stateAt(reconciliation, store, streamOf(reconciliation.category, id)))?.state;
