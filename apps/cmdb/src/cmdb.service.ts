import type { ServiceDefinition } from '@opsledger/service-kit';
import { baseline } from './baseline/baseline';
import { ciClasses } from './classes/ci-classes';
import { configurationItem } from './item/item';
import { reservations } from './lookups/reservations';
import { lookups } from './lookups/lookups';
import { problems } from './problems';
import { carryOutReconciliation } from './processes/carry-out-reconciliation';
import { quarantinedRow } from './quarantine/quarantined-row';
import { getBaseline, listBaselines } from './queries/baselines';
import { getCiClass, getCiClassHistory, listCiClasses } from './queries/classes';
import { compareConfiguration } from './queries/compare';
import { getAsset } from './queries/get-asset';
import { getImpact } from './queries/impact/get-impact';
import { getConfigurationItem, getConfigurationItemHistory } from './queries/get-item';
import { getCmdbSettings } from './queries/get-settings';
import { getCmdbHealth, listCmdbFindings } from './queries/health';
import { listConfigurationItems } from './queries/list-items';
import { listRelations } from './queries/list-relations';
import { listQuarantinedRows, oneQuarantinedRow } from './queries/quarantine';
import { getReconciliation, getReconciliationHistory, listReconciliations } from './queries/reconciliations';
import { baselineList } from './read-models/baselines';
import { ciChanges } from './read-models/ci-changes';
import { ciConfirmations } from './read-models/ci-confirmations';
import { ciEditions } from './read-models/ci-editions';
import { ciList } from './read-models/ci-list';
import { ciRelations } from './read-models/ci-relations';
import { quarantineList } from './read-models/quarantine';
import { reconciliationList } from './read-models/reconciliations';
import { reconciliation } from './reconciliation/reconciliation';
import { cmdbSettings } from './settings/settings';

/** What there is, how it hangs together, and who is affected when it fails. */
export const cmdbService: ServiceDefinition = {
  name: 'cmdb',
  aggregates: [configurationItem, ciClasses, cmdbSettings, reconciliation, quarantinedRow, baseline],
  lookups,
  reservations,
  projections: [
    ciList,
    ciEditions,
    ciRelations,
    ciChanges,
    ciConfirmations,
    reconciliationList,
    quarantineList,
    baselineList,
  ],
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
    ListBaselines: listBaselines,
    GetBaseline: getBaseline,
    CompareConfiguration: compareConfiguration,
    GetCmdbHealth: getCmdbHealth,
    ListCmdbFindings: listCmdbFindings,
    GetAsset: getAsset,
    ListReconciliations: listReconciliations,
    GetReconciliation: getReconciliation,
    GetReconciliationHistory: getReconciliationHistory,
    ListQuarantinedRows: listQuarantinedRows,
    GetQuarantinedRow: oneQuarantinedRow.get,
    GetQuarantinedRowHistory: oneQuarantinedRow.history,
  },
  problems,
};
