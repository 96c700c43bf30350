import type { PayloadOf, RegisterConfigurationItem } from '@opsledger/contracts';
import type { Claims } from '@opsledger/service-kit';
import { identityKey } from '../item/match-keys';
import { ciList } from '../read-models/ci-list';

const registerItem: Claims = {
  view: ciList.name,
  of: ({ data }) => {
    const { identities = [] } = data as PayloadOf<typeof RegisterConfigurationItem>;
    return identities.map((identity) => `identity ${identityKey(identity)}`);
  },
};

/** By command. */
export const claims: Readonly<Record<string, Claims>> = { RegisterConfigurationItem: registerItem };
