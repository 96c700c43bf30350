import { ListReconciliations, UndoReconciliation, type ReconciliationSummary } from '@opsledger/contracts';
import type { Api } from '../client/api';
import { pathOf } from '../client/commands';
import { everyItem } from './every-item';

/** Takes back every reconciliation of an import, the latest first; answers how many there were. */
export async function undoCis(label: string, reason: string | undefined, api: Api): Promise<number> {
  const found = await everyItem<ReconciliationSummary>(api, ListReconciliations, { label, dryRun: false });
  const left = found.filter(({ undone }) => !undone);
  for (const { id } of left) await api.post(pathOf(UndoReconciliation, id), { reason });
  return left.length;
}
