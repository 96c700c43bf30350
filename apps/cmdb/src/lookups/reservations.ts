import type { PayloadOf, RegisterConfigurationItem, SubmitReconciliation } from '@opsledger/contracts';
import type { Reservations } from '@opsledger/service-kit';
import { identityKey } from '../item/match-keys';
import { reconciliationList } from '../read-models/reconciliations';

/** Identities are reserved by shares of all there could be: few enough that a batch, which names many, reserves them all. */
const SHARES = 8;
const share = (number: number): string => `identities, share ${number}`;

const shareOf = (key: string): number =>
  Array.from(key).reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)!) % SHARES, 0);

/** Meanwhile nobody else registers an item of this identity, and no batch is planned that brings one. */
const registerItem: Reservations = {
  view: reconciliationList.name,
  of: ({ data }) => {
    const { identities = [] } = data as PayloadOf<typeof RegisterConfigurationItem>;
    return identities.map((identity) => share(shareOf(identityKey(identity))));
  },
};

/** One batch is planned after the other: each is compared with what the one before is going to bring. */
const submit: Reservations = {
  view: reconciliationList.name,
  of: ({ data }) => {
    const { dryRun } = data as PayloadOf<typeof SubmitReconciliation>;
    return dryRun ? [] : Array.from({ length: SHARES }, (_, number) => share(number));
  },
};

/** By command. */
export const reservations: Readonly<Record<string, Reservations>> = {
  RegisterConfigurationItem: registerItem,
  SubmitReconciliation: submit,
};
