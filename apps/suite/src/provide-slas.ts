import { randomUUID } from 'node:crypto';
import { streamOf, type Actor, type EventStore } from '@opsledger/event-store';
import type { Services } from '@opsledger/service-kit';
import { defaultSlas } from '@opsledger/sla';

const SUITE: Actor = { id: 'opsledger', name: 'Opsledger', kind: 'process' };

/** Sees to it that a new installation has service levels; what is there already stays as it is. */
export async function provideSlas({
  store,
  services,
  clock,
}: {
  store: EventStore;
  services: Services;
  clock: () => Date;
}): Promise<void> {
  for (const { contract, id, data } of defaultSlas) {
    // The command would find out, too, but only after its schema was compiled: that takes longer than all of the start.
    if ((await store.readStream(streamOf(contract.category, id))).length > 0) continue;
    await services.command({
      service: contract.service,
      type: contract.name,
      category: contract.category,
      id,
      data,
      now: clock().toISOString(),
      actor: SUITE,
      correlationId: randomUUID(),
    });
  }
}
