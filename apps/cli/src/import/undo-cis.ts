import {
  ListReconciliations,
  UndoReconciliation,
  type ReconciliationSummary,
  type ReconciliationView,
} from '@opsledger/contracts';
import type { Api } from '../client/api';
import { pathOf } from '../client/commands';
import { carriedOut, type Pause } from './carried-out';
import { everyItem } from './every-item';

export interface UndoneCis {
  /** Reconciliations. */
  readonly undone: number;
  /** What stays of them, each field with the reason. */
  readonly kept: readonly { readonly name: string; readonly field: string; readonly why: string }[];
}

/** Takes back every reconciliation of an import, the latest first, each whole before the next. */
export async function undoCis(
  label: string,
  reason: string | undefined,
  { api, pause }: { readonly api: Api; readonly pause?: Pause },
): Promise<UndoneCis> {
  const found = await everyItem<ReconciliationSummary>(api, ListReconciliations, { label, dryRun: false });
  const left = found.filter(({ undone }) => !undone);
  const kept: UndoneCis['kept'][number][] = [];
  for (const { id } of left) {
    await api.post(pathOf(UndoReconciliation, id), { reason });
    kept.push(...keptIn(await carriedOut(api, id, pause)));
  }
  return { undone: left.length, kept };
}

function keptIn({ rows, effects }: ReconciliationView): UndoneCis['kept'] {
  const names = new Map(rows.map(({ itemId, said }) => [itemId, said.name]));
  return effects.flatMap(({ itemId, skipped }) =>
    skipped.map(({ field, because }) => ({ name: names.get(itemId) ?? itemId, field, why: because })),
  );
}
