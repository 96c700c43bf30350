import { ListReconciliations, UndoReconciliation, type ReconciliationSummary } from '@opsledger/contracts';
import type { Api } from '../client/api';
import { pathOf } from '../client/commands';

/** Takes back every reconciliation of an import, the latest first; answers how many there were. */
export async function undoCis(label: string, reason: string | undefined, api: Api): Promise<number> {
  const found: ReconciliationSummary[] = [];
  let after: string | undefined;
  do {
    const page = await api.get<{ items: ReconciliationSummary[]; next?: string }>(
      pathOf(ListReconciliations as never),
      {
        label,
        dryRun: false,
        limit: 500,
        after,
      },
    );
    found.push(...page.items.filter(({ undone }) => !undone));
    after = page.next;
  } while (after !== undefined);
  for (const { id } of found) await api.post(pathOf(UndoReconciliation, id), { reason });
  return found.length;
}
