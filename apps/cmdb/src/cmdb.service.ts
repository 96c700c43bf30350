import type { ServiceDefinition } from '@opsledger/service-kit';
import { ciClasses } from './classes/ci-classes';
import { configurationItem } from './item/item';
import { lookups } from './lookups/lookups';
import { problems } from './problems';
import { getCiClass, getCiClassHistory, listCiClasses } from './queries/classes';
import { getImpact } from './queries/get-impact';
import { getConfigurationItem, getConfigurationItemHistory } from './queries/get-item';
import { getCmdbSettings } from './queries/get-settings';
import { listConfigurationItems } from './queries/list-items';
import { listRelations } from './queries/list-relations';
import { ciEditions } from './read-models/ci-editions';
import { ciList } from './read-models/ci-list';
import { ciRelations } from './read-models/ci-relations';
import { cmdbSettings } from './settings/settings';

/** What there is, how it hangs together, and who is affected when it fails. */
export const cmdbService: ServiceDefinition = {
  name: 'cmdb',
  aggregates: [configurationItem, ciClasses, cmdbSettings],
  lookups,
  projections: [ciList, ciEditions, ciRelations],
  processes: [],
  queries: {
    ListConfigurationItems: listConfigurationItems,
    GetConfigurationItem: getConfigurationItem,
    GetConfigurationItemHistory: getConfigurationItemHistory,
    ListRelations: listRelations,
    GetImpact: getImpact,
    ListCiClasses: listCiClasses,
    GetCiClass: getCiClass,
    GetCiClassHistory: getCiClassHistory,
    GetCmdbSettings: getCmdbSettings,
  },
  problems,
};
