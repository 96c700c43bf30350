import { stateAt } from '@opsledger/event-sourcing';
import { streamOf } from '@opsledger/event-store';
import type { ServiceContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { reconciliation, rowsUnderWay, type Reconciliation, type StatedRow } from '../reconciliation/reconciliation';

/** What a batch says of an item, with the number of the batch. */
type RowUnderWay = StatedRow & { readonly batch: string };

/**
 * What batches say that are planned but not carried out yet, in the order they were submitted in. Whoever asks reads the
 * items afterwards: what a batch said that came to its end before is known of them.
 *
 * A batch has its turn within seconds. One that did not come to its end within an hour is stuck, or from days when its end was
 * not recorded.
 */
export async function statementsUnderWay(now: string, { db, store }: ServiceContext): Promise<readonly RowUnderWay[]> {
  const { rows } = await sql<{ id: string }>`
    select id from cmdb.reconciliations
    where under_way and submitted_at > ${now}::timestamptz - interval '1 hour' order by submitted_at, number`.execute(
    db,
  );
  const states = await Promise.all(rows.map(({ id }) => batchNow(id, { store })));
  return states.flatMap((state) =>
    state && state.status !== 'unknown' ? rowsUnderWay(state).map((row) => ({ ...row, batch: state.number })) : [],
  );
}

/** From the log: as it is, not as a view has it. */
export const batchNow = async (
  id: string,
  { store }: Pick<ServiceContext, 'store'>,
): Promise<Reconciliation | undefined> =>
  (await stateAt(reconciliation, store, streamOf(reconciliation.category, id)))?.state;
