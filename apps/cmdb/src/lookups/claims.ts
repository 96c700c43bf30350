import type { RegisterConfigurationItem } from '@opsledger/contracts';
import type { Claims } from '@opsledger/service-kit';
import type { Static } from '@sinclair/typebox';
import { identityKey } from '../item/match-keys';
import { ciList } from '../read-models/ci-list';

const registerItem: Claims = {
  view: ciList.name,
  of: ({ data }) => {
    const { identities = [] } = data as Static<(typeof RegisterConfigurationItem)['payload']>;
    return identities.map((identity) => `identity ${identityKey(identity)}`);
  },
};

/** By command. */
export const claims: Readonly<Record<string, Claims>> = { RegisterConfigurationItem: registerItem };
