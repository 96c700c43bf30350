import type {
  PayloadOf,
  QuarantineEvent,
  ReconcileConfigurationItem,
  ReconciliationEvent,
  RelationInWaiting,
} from '@opsledger/contracts';
import { ordersTo, process, send, sendAfter, type Effect, type Order, together } from '@opsledger/event-sourcing';
import { quarantinedRowId } from '../reconciliation/reconciliation';

const order = ordersTo('cmdb');

/** What is refused is told to the batch: somebody waits for its end. */
const reconcile = (batch: string, itemId: string, data: Reconcile): Order => ({
  ...order('ReconcileConfigurationItem', itemId, { batch, ...data }),
  ifRefused: order('ReportReconciliationRefused', batch, {
    itemId,
    rows: data.statements.map(({ row }) => row),
    relations: data.relations.map(({ row }) => row),
  }),
});

type Reconcile = Omit<PayloadOf<typeof ReconcileConfigurationItem>, 'batch'>;
type Planned = Extract<ReconciliationEvent, { type: 'ReconciliationPlanned' }>['data'];

/** By item: one order each, so that everything the rows say of it is one decision. */
function itemOrders(batch: string, { rows }: Planned): ReadonlyMap<string, Effect> {
  const spoken = rows.filter(({ action }) => action === 'create' || action === 'update');
  return new Map(
    [...together(spoken, ({ itemId }) => itemId!)].map(([id, its]) => [
      id,
      send(reconcile(batch, id, { statements: its.map(({ row, said }) => ({ row, said })), relations: [] })),
    ]),
  );
}

/** By item again, once it and those that it is to be related to had their turn: what is not there then is left out. */
function relationOrders(batch: string, { relations }: Planned, items: ReadonlyMap<string, Effect>): Effect[] {
  const stated = relations.filter(({ action }) => action === 'relate');
  return [...together(stated, ({ sourceId }) => sourceId!)].map(([id, its]) => {
    const ends = new Set([id, ...its.map(({ target }) => target!.id)]);
    const said = its.map(({ row, said: { source, kind }, target }) => ({ row, source, kind, target: target! }));
    return sendAfter(
      [...ends].flatMap((end) => items.get(end) ?? []),
      reconcile(batch, id, { statements: [], relations: said }),
    );
  });
}

/** A relation that waited, once the item has taken over the row that it waited for. */
function relatedLater({ batch, sourceId, ...stated }: RelationInWaiting, item: Effect): Effect[] {
  const relation = sendAfter([item], reconcile(batch, sourceId, { waited: true, statements: [], relations: [stated] }));
  return [relation, sendAfter([relation], order('ReportReconciliationCarriedOut', batch, { itemId: sourceId }))];
}

function keptRows(batch: string, { rows }: Planned): Effect[] {
  return rows
    .filter(({ action }) => action === 'quarantine')
    .map(({ row, said, reasons, candidates }) =>
      send(order('QuarantineRow', quarantinedRowId(said), { batch, row, said, reasons, candidates })),
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
      const items = itemOrders(batch, data);
      const all = [...items.values(), ...relationOrders(batch, data, items), ...keptRows(batch, data)];
      if (all.length === 0) return [];
      return [...all, sendAfter(all, order('ReportReconciliationCarriedOut', batch, {}))];
    },
    ReconciliationCarriedOut: ({ subject: batch, data: { restore } }) =>
      restore.map((id) => send(order('RestoreConfigurationItem', id, { batch }))),
    ReconciliationUndone: ({ subject: batch, data: { items, quarantined, keys } }) => [
      ...items.map((id) => send(order('RestoreConfigurationItem', id, { batch }))),
      ...[...new Set(quarantined)].map((id) =>
        send(order('DismissQuarantinedRow', id, { reason: `${keys.number} was undone.` })),
      ),
    ],
    ReconciliationPartRefused: ({ subject: batch, data: { quarantined = [], itemId, code, reason } }) =>
      quarantined.map(({ row, id }) =>
        send(order('ReportQuarantinedRowRefused', id, { batch, row, itemId, code, reason })),
      ),
    // The batch may be undone in the same moment: it is asked once the item has answered.
    QuarantinedRowResolved: ({ data: { batch, row, said, itemId, relations = [] } }) => {
      const item = send(reconcile(batch, itemId, { chosen: true, statements: [{ row, said }], relations: [] }));
      const related = relations.flatMap((one) => relatedLater(one, item));
      return [item, sendAfter([item], order('ReportReconciliationCarriedOut', batch, { itemId })), ...related];
    },
  },
});
