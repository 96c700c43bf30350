import type { CommandContract, ServiceContracts } from '@opsledger/contracts';
import { CommandHandler, KeyedQueue, RecordCache, numberIn, type CommandOutcome } from '@opsledger/event-sourcing';
import { invalid } from '../problems/problems';
import { Problem } from '../rpc/problem';
import type { CommandMessage, CommandReceipt } from '../rpc/messages';
import { schemaValidator, type SchemaValidator } from '../validation/schema-validator';
import { HeldTogether } from './held-together';
import { holding, requireHeld, type Reservations } from './reservations';
import type { Infrastructure } from './infrastructure';
import type { Views } from './views';
import type { Lookup, LookupContext, ServiceDefinition } from './service-definition';

interface CommandRoute {
  readonly contract: CommandContract;
  readonly violations: SchemaValidator;
  readonly handler: CommandHandler<any, any>;
  readonly lookup?: Lookup;
  readonly reservations?: Reservations;
  readonly together?: HeldTogether;
}

/** Finds contract, aggregate and lookup of a command and carries it out. What has no contract is refused. */
export class ServiceCommands {
  private readonly routes: ReadonlyMap<string, CommandRoute>;

  constructor(
    definition: ServiceDefinition,
    contracts: ServiceContracts,
    private readonly context: LookupContext,
    private readonly views: Pick<Views, 'explained'>,
    private readonly shared: Pick<Infrastructure, 'leases' | 'records'>,
  ) {
    this.routes = routesOf(definition, contracts, context, shared);
  }

  /** @throws Problem, Refusal and what `CommandHandler.handle` throws */
  async carryOut(message: CommandMessage): Promise<CommandReceipt> {
    const route = this.routes.get(message.type);
    if (!route || (message.category ?? route.contract.category) !== route.contract.category)
      throw new Problem(404, 'unknown-command', 'Unknown command', unknownCommand(message));
    const violations = route.violations(message.data);
    if (violations.length > 0) throw invalid(message.type, violations);

    const names = (await route.reservations?.of(message, this.context)) ?? [];
    if (!route.reservations || names.length === 0) return this.decided(route, message);
    if (route.together) return route.together.run(names, (lost) => this.decided(route, message, lost));
    const { view } = route.reservations;
    return holding(this.shared.leases, names, async (lost) => {
      await this.context.caughtUp(view);
      return this.decided(route, message, lost);
    });
  }

  private async decided(
    { contract, handler, lookup }: CommandRoute,
    message: CommandMessage,
    lost?: AbortSignal,
  ): Promise<CommandReceipt> {
    const outcome = await handler.handle({
      type: message.type,
      id: contract.singleton ?? message.id ?? contract.idOf?.(message.data as Record<string, unknown>),
      creates: contract.singleton === undefined ? contract.creates : 'or-extends',
      data: message.data,
      now: message.now,
      actor: message.actor,
      roles: message.roles,
      correlationId: message.correlationId,
      causationId: message.causationId,
      expectedVersion: message.expectedVersion,
      request: message.request,
      traceparent: message.traceparent,
      lookups:
        lookup &&
        (async (command) => {
          const found = await this.found(lookup, command);
          requireHeld(lost);
          return found;
        }),
    });
    return receiptOf(outcome);
  }

  private async found(lookup: Lookup, command: Parameters<Lookup>[0]): Promise<unknown> {
    try {
      return await lookup(command, this.context);
    } catch (error) {
      throw await this.views.explained(error, 'command');
    }
  }
}

const unknownCommand = ({ service, category, type }: CommandMessage): string =>
  `The service ${service} knows no command ${type}${category ? ` for ${category}` : ''}. The API reference lists them.`;

/** Fails at start when a contract has no decision: better than at the first command. */
function routesOf(
  { aggregates, lookups = {}, reservations = {} }: ServiceDefinition,
  contracts: ServiceContracts,
  context: LookupContext,
  { leases, records: cache = new RecordCache() }: Pick<Infrastructure, 'leases' | 'records'>,
): ReadonlyMap<string, CommandRoute> {
  const shared = { cache, queue: new KeyedQueue() };
  const handlers = new Map(
    aggregates.map((aggregate) => [
      aggregate.category,
      { decisions: aggregate.decisions, handler: new CommandHandler(aggregate, context.store, shared) },
    ]),
  );
  const routes = new Map(
    contracts.commands.map((contract) => {
      const found = handlers.get(contract.category);
      if (!found || !Object.hasOwn(found.decisions, contract.name))
        throw new TypeError(`${contracts.service}: no decision for ${contract.category}/${contract.name}.`);
      const reserved = reservations[contract.name];
      const route: CommandRoute = {
        contract,
        violations: schemaValidator(contract.payload),
        handler: found.handler,
        lookup: lookups[contract.name],
        reservations: reserved,
        together: reserved?.together && new HeldTogether(leases, () => context.caughtUp(reserved.view)),
      };
      return [contract.name, route];
    }),
  );
  if (routes.size < contracts.commands.length) throw new TypeError(`${contracts.service}: two commands of one name.`);
  return routes;
}

function receiptOf({ id, version, position, events, state, repeated }: CommandOutcome): CommandReceipt {
  const imported = events.filter(({ metadata }) => metadata.imported && metadata.imported.fact === undefined).length;
  const number = numberIn(state) ?? numberIn(events[0]?.data) ?? numberIn((events[0]?.data as Keyed | undefined)?.keys);
  return {
    id,
    ...(number !== undefined && { number }),
    version,
    position,
    recorded: events.length,
    ...(imported > 0 && { imported }),
    ...(repeated && { repeated }),
  };
}

interface Keyed {
  readonly keys?: unknown;
}
