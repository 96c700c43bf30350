import type { Kysely } from 'kysely';
import type { BaselineRow } from './baselines';
import type { CiEditionRow } from './ci-editions';
import type { CiListRow } from './ci-list';
import type { CiRelationRow } from './ci-relations';
import type { QuarantineListRow } from './quarantine';
import type { ReconciliationRow } from './reconciliations';

/** The tables of the cmdb service, for typed reads. */
interface CmdbTables {
  'cmdb.items': CiListRow;
  'cmdb.item_editions': CiEditionRow;
  'cmdb.relations': CiRelationRow;
  'cmdb.reconciliations': ReconciliationRow;
  'cmdb.baselines': BaselineRow;
  'cmdb.quarantine': QuarantineListRow;
}

export type CmdbDatabase = Kysely<CmdbTables>;
