import type { ServiceContracts } from '@opsledger/contracts';

/** A kind of record whose latest state is told, and the query that tells it. */
export interface StateKind {
  readonly service: string;
  /** Stream category. */
  readonly category: string;
  readonly query: string;
  /** Whether the query takes the record's id; the one record of its kind, such as settings, is asked for without. */
  readonly takesId: boolean;
}

/**
 * By stream category. A kind of record has a state when its service has a query `Get<Record>` that answers one versioned
 * record: the name of the category, as the contracts of commands give it, is that of the record in lower case.
 */
export function stateKinds(services: readonly ServiceContracts[]): ReadonlyMap<string, StateKind> {
  const kinds = services.flatMap(({ service, commands, queries }) => {
    const categories = new Set(commands.map(({ category }) => category));
    return queries
      .filter(({ name, versioned }) => versioned && name.startsWith('Get'))
      .map(({ name, params }) => ({
        service,
        category: name.slice('Get'.length).toLowerCase(),
        query: name,
        takesId: 'id' in params.properties,
      }))
      .filter(({ category }) => categories.has(category));
  });
  return new Map(kinds.map((kind) => [kind.category, kind]));
}
