import type { ServiceContracts } from '@opsledger/contracts';
import { START } from '@opsledger/event-store';
import { invalid } from '../problems/problems';
import { WrittenRecord } from '../records/written-record';
import type { QueryMessage } from '../rpc/messages';
import { Problem } from '../rpc/problem';
import { schemaValidator, type SchemaValidator } from '../validation/schema-validator';
import type { QueryContext, QueryHandler, ServiceContext, ServiceDefinition } from './service-definition';
import type { Views } from './views';

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
    private readonly views: Views,
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
    try {
      const answer = await route.handler(params, this.contextFor(message));
      return answer instanceof WrittenRecord && !message.passedOn ? answer.toJSON() : answer;
    } catch (error) {
      throw await this.views.explained(error, 'query');
    }
  }

  private contextFor({ actor, roles, position }: QueryMessage): QueryContext {
    // Field by field: spreading a context costs as much as finding the route.
    const { db, store, services, numbers, clock, found } = this.context;
    return {
      db,
      store,
      services,
      numbers,
      clock,
      found,
      actor,
      roles,
      position,
      kept: this.views.kept,
      upToDate: (projection) => this.views.upToDate(projection, position),
    };
  }
}

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
