import { randomUUID } from 'node:crypto';
import type { Actor } from '@opsledger/event-store';
import type { Services } from '@opsledger/service-kit';
import { defaultSlas } from '@opsledger/sla';

const SUITE: Actor = { id: 'opsledger', name: 'Opsledger', kind: 'process' };

/** Sees to it that a new installation has service levels; what is there already stays as it is. */
export async function provideSlas({ services, clock }: { services: Services; clock: () => Date }): Promise<void> {
  for (const { contract, id, data } of defaultSlas)
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
