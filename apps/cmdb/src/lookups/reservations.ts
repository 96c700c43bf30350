import type { PayloadOf, RegisterConfigurationItem, SubmitReconciliation } from '@opsledger/contracts';
import type { Reservations } from '@opsledger/service-kit';
import { identityKey } from '../item/match-keys';
import { ciList } from '../read-models/ci-list';
import { reconciliationList } from '../read-models/reconciliations';

const registerItem: Reservations = {
  view: ciList.name,
  of: ({ data }) => {
    const { identities = [] } = data as PayloadOf<typeof RegisterConfigurationItem>;
    return identities.map((identity) => `identity ${identityKey(identity)}`);
  },
};

/** One batch is planned after the other: each is compared with what the one before is going to bring. */
const submit: Reservations = {
  view: reconciliationList.name,
  of: ({ data }) => ((data as PayloadOf<typeof SubmitReconciliation>).dryRun ? [] : ['reconciliation plan']),
};

/** By command. */
export const reservations: Readonly<Record<string, Reservations>> = {
  RegisterConfigurationItem: registerItem,
  SubmitReconciliation: submit,
};
