import type { EventContract, ServiceContracts } from '@opsledger/contracts';

/** Where facts go whose kind of record no service publishes: one from before a service was taken out, for example. */
const OTHER = 'other';

/** Which service owns a kind of record, and what it publishes about it. */
export interface Catalogue {
  /** Services that record facts, and `OTHER`. */
  readonly services: readonly string[];
  /** By stream category, so that all facts of a record are on one topic, whatever their types. */
  serviceOf(category: string): string;
  contractOf(eventType: string): EventContract | undefined;
}

/** The catalogue of what these services publish; categories that none of them owns count as those of `other`. */
export function catalogueOf(contracts: readonly ServiceContracts[]): Catalogue {
  const owners = new Map(
    contracts.flatMap(({ service, commands }) => commands.map(({ category }) => [category, service] as const)),
  );
  const events = new Map(contracts.flatMap((one) => one.events.map((event) => [event.name, event] as const)));
  return {
    services: [...new Set(owners.values()), OTHER],
    serviceOf: (category) => owners.get(category) ?? OTHER,
    contractOf: (eventType) => events.get(eventType),
  };
}
