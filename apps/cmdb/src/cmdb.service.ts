import type { ServiceDefinition } from '@opsledger/service-kit';
import { ciClasses } from './classes/ci-classes';
import { configurationItem } from './item/item';
import { lookups } from './lookups/lookups';
import { problems } from './problems';
import { carryOutReconciliation } from './processes/carry-out-reconciliation';
import { quarantinedRow } from './quarantine/quarantined-row';
import { getCiClass, getCiClassHistory, listCiClasses } from './queries/classes';
import { getImpact } from './queries/get-impact';
import { getConfigurationItem, getConfigurationItemHistory } from './queries/get-item';
import { getCmdbSettings } from './queries/get-settings';
import { listConfigurationItems } from './queries/list-items';
import { listRelations } from './queries/list-relations';
import {
  getQuarantinedRow,
  getQuarantinedRowHistory,
  getReconciliation,
  getReconciliationHistory,
  listQuarantinedRows,
  listReconciliations,
} from './queries/reconciliations';
import { ciEditions } from './read-models/ci-editions';
import { ciList } from './read-models/ci-list';
import { ciRelations } from './read-models/ci-relations';
import { quarantineList, reconciliationList } from './read-models/reconciliations';
import { reconciliation } from './reconciliation/reconciliation';
import { cmdbSettings } from './settings/settings';

/** What there is, how it hangs together, and who is affected when it fails. */
export const cmdbService: ServiceDefinition = {
  name: 'cmdb',
  aggregates: [configurationItem, ciClasses, cmdbSettings, reconciliation, quarantinedRow],
  lookups,
  projections: [ciList, ciEditions, ciRelations, reconciliationList, quarantineList],
  processes: [carryOutReconciliation],
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
    ListReconciliations: listReconciliations,
    GetReconciliation: getReconciliation,
    GetReconciliationHistory: getReconciliationHistory,
    ListQuarantinedRows: listQuarantinedRows,
    GetQuarantinedRow: getQuarantinedRow,
    GetQuarantinedRowHistory: getQuarantinedRowHistory,
  },
  problems,
};
