import type { ServiceContracts } from '@opsledger/contracts';
import { START, type Position } from '@opsledger/event-store';
import { invalid, unavailable } from '../problems/problems';
import type { ProjectionReader } from '../readers/reader';
import type { QueryMessage } from '../rpc/messages';
import { Problem } from '../rpc/problem';
import { schemaValidator, type SchemaValidator } from '../validation/schema-validator';
import type { QueryContext, QueryHandler, ServiceContext, ServiceDefinition } from './service-definition';

export interface QueryWaits {
  /** How long a query with a position waits for a projection, in milliseconds. */
  readonly position: number;
  /** How long a record that is missing is waited for before it is said not to exist, in milliseconds. */
  readonly missing: number;
}

interface QueryRoute {
  readonly violations: SchemaValidator;
  readonly handler: QueryHandler;
}

/** Answers the queries of a service, seeing at least what the client was told was recorded. */
export class ServiceQueries {
  private readonly routes: ReadonlyMap<string, QueryRoute>;

  constructor(
    definition: ServiceDefinition,
    contracts: ServiceContracts,
    private readonly context: ServiceContext,
    private readonly projections: ReadonlyMap<string, ProjectionReader>,
    /** Position of the last event this process knows of. */
    private readonly lastKnown: () => Position,
    private readonly waits: QueryWaits = { position: 5_000, missing: 1_000 },
  ) {
    this.routes = routesOf(definition, contracts);
  }

  /** @throws Problem and what the query's handler throws */
  async answer(message: QueryMessage): Promise<unknown> {
    const route = this.routes.get(message.type);
    if (!route)
      throw new Problem(404, 'unknown-query', 'Unknown query', `${message.service} knows no ${message.type}.`);
    if (message.position !== undefined && message.position.length !== START.length) throw unknownPosition();
    const params = { ...message.params };
    const violations = route.violations(params);
    if (violations.length > 0) throw invalid(message.type, violations);
    return route.handler(params, this.contextFor(message));
  }

  private contextFor({ actor, roles, position }: QueryMessage): QueryContext {
    return {
      ...this.context,
      actor,
      roles,
      position,
      upToDate: async (projection) => {
        if (position === undefined) return;
        const seen = await this.readerOf(projection).waitFor(position, this.waits.position);
        if (!seen) throw readModelBehind(projection);
      },
      found: async (projection, load) => {
        const row = await load();
        if (row !== undefined && row !== null) return row;
        // A GET right after the POST that created the record must find it, also without a position token.
        await this.readerOf(projection).waitFor(this.lastKnown(), this.waits.missing);
        return (await load()) ?? undefined;
      },
    };
  }

  private readerOf(projection: string): ProjectionReader {
    const reader = this.projections.get(projection);
    if (!reader) throw new TypeError(`There is no projection ${projection} in this service.`);
    return reader;
  }
}

const readModelBehind = (projection: string): Problem =>
  unavailable(
    'read-model-behind',
    'Read model is behind',
    `${projection} has not reached the position asked for. Try again, or ask without Opsledger-Position for what is there.`,
  );

const unknownPosition = (): Problem =>
  new Problem(
    400,
    'unknown-position',
    'Unknown position',
    'Send Opsledger-Position as an earlier answer gave it, or not at all.',
  );

function routesOf({ queries }: ServiceDefinition, contracts: ServiceContracts): ReadonlyMap<string, QueryRoute> {
  return new Map(
    contracts.queries.map(({ name, params }) => {
      const handler = queries[name];
      if (!handler) throw new TypeError(`${contracts.service}: no handler for the query ${name}.`);
      return [name, { violations: schemaValidator(params), handler }];
    }),
  );
}
