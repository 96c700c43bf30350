import { randomUUID } from 'node:crypto';
import { streamOf, type Actor } from '@opsledger/event-store';
import type { ProvisionParts } from '@opsledger/service-kit';
import { defaultSlas } from './default-slas';

const OPSLEDGER: Actor = { id: 'opsledger', name: 'Opsledger', kind: 'process' };

/** Sees to it that a new installation has service levels; what is there already stays as it is. */
export async function provideSlas({ store, services, clock }: ProvisionParts): Promise<void> {
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
      actor: OPSLEDGER,
      correlationId: randomUUID(),
    });
  }
}
