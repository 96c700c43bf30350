import { randomUUID } from 'node:crypto';
import { cloudEventType } from '@opsledger/contracts';
import { Problem } from '@opsledger/service-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Authenticator } from './authentication/authenticator';
import type { Session } from './authentication/session';
import { serveDocs } from './documents/docs-page';
import { openApi } from './documents/openapi';
import { eventRoutes } from './feeds/event-routes';
import { DEFAULT_LIMITS, type GatewayOptions } from './gateway-options';
import { operationsRoutes } from './operations/operations-routes';
import { problemOf } from './problems/problem-of';
import { sendProblem } from './problems/send-problem';
import { acceptJson } from './requests/json-body';
import { RateLimit } from './requests/rate-limit';
import { commandRoute, routesOfCommand } from './routes/command-route';
import { queryRoute } from './routes/query-route';
import { methodAndPath, type MethodAndPath } from './routes/route-path';

type Handle = (request: FastifyRequest, reply: FastifyReply, session: Session) => Promise<unknown>;

/** Every route there is, for telling a wrong method from a wrong path. */
export const routesOf = (options: GatewayOptions): readonly MethodAndPath[] => {
  const { contracts } = options;
  const contracted = contracts.flatMap(({ commands, queries }) => [
    ...queries.flatMap(({ route }) => route ?? []),
    ...commands.flatMap(routesOfCommand),
  ]);
  const written = [...operationsRoutes(options), ...eventRoutes(options, AbortSignal.abort())].map(
    ({ route }) => route,
  );
  const open = ['/v1/openapi.json', '/v1/schemas/:type', '/docs', '/health/live', '/health/ready', '/metrics'];
  return [...[...contracted, ...written].map(methodAndPath), ...open.map((path) => ({ method: 'GET' as const, path }))];
};

/** All of the public door, as one Fastify plugin: what needs a token, and the little that does not. */
export async function gatewayPlugin(app: FastifyInstance, options: GatewayOptions): Promise<void> {
  const closing = new AbortController();
  app.addHook('preClose', async () => closing.abort());
  app.setErrorHandler((error, request, reply) => sendProblem(reply, toldProblem(error, request, options)));
  app.addHook('onSend', async (_request, reply) => {
    void reply.header('x-content-type-options', 'nosniff');
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
  });
  acceptJson(app);

  const written = [...operationsRoutes(options), ...eventRoutes(options, closing.signal)];
  const guard = guarded(options);
  for (const { commands, queries } of options.contracts) {
    for (const one of queries) if (one.route) app.route({ ...at(one.route), handler: guard(queryRoute(one, options)) });
    for (const one of commands)
      for (const route of routesOfCommand(one)) app.route({ ...at(route), handler: guard(commandRoute(one, options)) });
  }
  for (const { route, handle } of written) app.route({ ...at(route), handler: guard(handle) });
  serveDocuments(app, options, openApi(options.contracts, written));
  serveHealth(app, options);
  await app.register(serveDocs);
}

const at = (route: Parameters<typeof methodAndPath>[0]): { method: MethodAndPath['method']; url: string } => {
  const { method, path } = methodAndPath(route);
  return { method, url: path };
};

/** Authentication and limits in front of a handler; without a good token nothing is looked at. */
function guarded(
  options: GatewayOptions,
): (handle: Handle) => (request: FastifyRequest, reply: FastifyReply) => Promise<unknown> {
  const { inFlight: most, perTokenPerSecond } = { ...DEFAULT_LIMITS, ...options.limits };
  const authenticator = new Authenticator(options.services, options.clock);
  const rate = new RateLimit(perTokenPerSecond, options.clock);
  let inFlight = 0;
  return (handle) => async (request, reply) => {
    if (inFlight >= most)
      throw new Problem(503, 'overloaded', 'Too much work is waiting', `${most} requests are being worked on.`, {
        retryAfter: 1,
      });
    inFlight++;
    try {
      const session = await authenticator.authenticate(request.headers.authorization);
      rate.take(session.tokenHash);
      return await handle(request, reply, session);
    } finally {
      inFlight--;
    }
  };
}

/** Errors nobody foresaw go to the log with the id that the client is told. */
export function toldProblem(
  error: unknown,
  request: FastifyRequest,
  { logger }: Pick<GatewayOptions, 'logger'>,
): Problem {
  const problem = problemOf(error);
  if (problem.status >= 500 && !(error instanceof Problem))
    logger.error(
      { err: error, requestId: request.id, method: request.method, route: request.routeOptions?.url },
      problem.title,
    );
  return problem;
}

function serveDocuments(app: FastifyInstance, { contracts }: GatewayOptions, document: object): void {
  const openApiText = JSON.stringify(document);
  const schemas = new Map(contracts.flatMap(({ events }) => events.map((one) => [cloudEventType(one), one])));
  app.get('/v1/openapi.json', async (_request, reply) =>
    reply.header('content-type', 'application/json; charset=utf-8').send(openApiText),
  );
  app.get<{ Params: { type: string } }>('/v1/schemas/:type', async (request, reply) => {
    const event = schemas.get(request.params.type);
    if (!event)
      throw new Problem(
        404,
        'not-found',
        'No such schema',
        `There is no event type ${request.params.type.slice(0, 100)}.`,
      );
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: event.name,
      description: event.summary,
    };
    return reply.header('content-type', 'application/schema+json').send(JSON.stringify({ ...schema, ...event.data }));
  });
}

/** For probes and scrapers; they carry no token and are told no secrets. */
function serveHealth(app: FastifyInstance, { health, metrics }: GatewayOptions): void {
  app.get('/health/live', async () => health.live());
  app.get('/health/ready', async (_request, reply) => {
    const report = await health.ready();
    return reply.code(report.status === 'ok' ? 200 : 503).send(report);
  });
  app.get('/metrics', async (_request, reply) =>
    reply.header('content-type', 'text/plain; version=0.0.4').send(await metrics()),
  );
}

export const newRequestId = (): string => randomUUID();
