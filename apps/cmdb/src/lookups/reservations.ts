import type { PayloadOf, RegisterConfigurationItem, SubmitReconciliation } from '@opsledger/contracts';
import type { Reservations } from '@opsledger/service-kit';
import { reconciliationList } from '../read-models/reconciliations';

/** Held while what is known, and what batches are about to bring, is compared with what somebody wants to bring. */
const PLAN = 'reconciliation plan';

/** Also no batch is planned meanwhile that brings an item of the same name in another system. */
const registerItem: Reservations = {
  view: reconciliationList.name,
  of: ({ data }) => {
    const { identities = [] } = data as PayloadOf<typeof RegisterConfigurationItem>;
    return identities.length > 0 ? [PLAN] : [];
  },
};

/** One batch is planned after the other: each is compared with what the one before is going to bring. */
const submit: Reservations = {
  view: reconciliationList.name,
  of: ({ data }) => ((data as PayloadOf<typeof SubmitReconciliation>).dryRun ? [] : [PLAN]),
};

/** By command. */
export const reservations: Readonly<Record<string, Reservations>> = {
  RegisterConfigurationItem: registerItem,
  SubmitReconciliation: submit,
};
