import type { HostedService, Provided, ProvisionParts } from '@opsledger/service-kit';
import { oneAtATime } from './one-at-a-time';

/** Prepares the database for each service, whichever process comes first. */
export async function prepareAll(
  services: readonly HostedService[],
  parts: Pick<ProvisionParts, 'pool' | 'logger'>,
): Promise<void> {
  for (const { definition, prepare } of services)
    if (prepare) await oneAtATime(parts.pool, `opsledger prepares ${definition.name}`, () => prepare(parts));
}

/** Sees to what each service needs to begin with; a second process finds what the first has done. */
export async function provideAll(services: readonly HostedService[], parts: ProvisionParts): Promise<Provided> {
  let provided: Provided = {};
  for (const { definition, provide } of services)
    if (provide) {
      const more = await oneAtATime(parts.pool, `opsledger provides ${definition.name}`, () => provide(parts));
      provided = { ...provided, ...more };
    }
  return provided;
}
