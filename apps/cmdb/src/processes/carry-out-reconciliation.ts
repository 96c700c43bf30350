import type { PayloadOf, QuarantineEvent, ReconcileConfigurationItem, ReconciliationEvent } from '@opsledger/contracts';
import { ordersTo, process, send, type Effect } from '@opsledger/event-sourcing';
import { quarantinedRowId, touchedItems } from '../reconciliation/reconciliation';

const order = ordersTo('cmdb');

/** What is refused is told to the batch: somebody waits for its end. */
const reconcile = (batch: string, itemId: string, data: Reconcile): Effect =>
  send({
    ...order('ReconcileConfigurationItem', itemId, { batch, ...data }),
    ifRefused: order('ReportReconciliationRefused', batch, {
      itemId,
      rows: data.statements.map(({ row }) => row),
      relations: data.relations.map(({ row }) => row),
    }),
  });

type Reconcile = Omit<PayloadOf<typeof ReconcileConfigurationItem>, 'batch'>;
type Planned = Extract<ReconciliationEvent, { type: 'ReconciliationPlanned' }>['data'];

/** One order per item, so that everything the batch says of it is one decision. */
function itemOrders(batch: string, { rows, relations }: Planned): Effect[] {
  return touchedItems({ rows, relations }).map((id) =>
    reconcile(batch, id, {
      statements: rows
        .filter(({ itemId, action }) => itemId === id && (action === 'create' || action === 'update'))
        .map(({ row, said }) => ({ row, said })),
      relations: relations
        .filter(({ sourceId, action }) => sourceId === id && action === 'relate')
        .map(({ row, said, target }) => ({ row, source: said.source, kind: said.kind, target: target! })),
    }),
  );
}

/**
 * What a batch was found to mean is done, item by item; what it could mean in several ways is kept for somebody to
 * decide.
 */
export const carryOutReconciliation = process<ReconciliationEvent | QuarantineEvent>({
  name: 'carry-out-reconciliation',
  handlers: {
    ReconciliationPlanned: ({ subject: batch, data }) => {
      if (data.keys.dryRun) return [];
      const kept = data.rows
        .filter(({ action }) => action === 'quarantine')
        .map(({ row, said, reasons, candidates }) =>
          send(order('QuarantineRow', quarantinedRowId(said), { batch, row, said, reasons, candidates })),
        );
      return [...itemOrders(batch, data), ...kept];
    },
    ReconciliationUndone: ({ subject: batch, data: { items, quarantined, keys } }) => [
      ...items.map((id) => send(order('RestoreConfigurationItem', id, { batch }))),
      ...[...new Set(quarantined)].map((id) =>
        send(order('DismissQuarantinedRow', id, { reason: `${keys.number} was undone.` })),
      ),
    ],
    QuarantinedRowResolved: ({ data: { batch, row, said, itemId } }) => [
      reconcile(batch, itemId, { statements: [{ row, said }], relations: [] }),
    ],
  },
});
