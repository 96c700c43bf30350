import type { PayloadOf, RegisterConfigurationItem } from '@opsledger/contracts';
import type { Reservations } from '@opsledger/service-kit';
import { identityKey } from '../item/match-keys';
import { ciList } from '../read-models/ci-list';

const registerItem: Reservations = {
  view: ciList.name,
  of: ({ data }) => {
    const { identities = [] } = data as PayloadOf<typeof RegisterConfigurationItem>;
    return identities.map((identity) => `identity ${identityKey(identity)}`);
  },
};

/** By command. */
export const reservations: Readonly<Record<string, Reservations>> = { RegisterConfigurationItem: registerItem };
