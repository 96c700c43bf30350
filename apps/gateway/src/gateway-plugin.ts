import { serveHealth, type Problem } from '@opsledger/service-kit';
import type { Role, Route } from '@opsledger/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { decidesAccess, followAccess, heedingAccess } from './authentication/access-changes';
import { Authenticator } from './authentication/authenticator';
import { serveDocs } from './documents/docs-page';
import { serveDocuments } from './documents/document-routes';
import { openApi } from './documents/openapi';
import { eventRoutes } from './feeds/event-routes';
import { readingOn } from './feeds/reading-on';
import { DEFAULT_LIMITS, type GatewayOptions } from './gateway-options';
import { operationsRoutes } from './operations/operations-routes';
import { problemOf } from './problems/problem-of';
import { sendProblem } from './problems/send-problem';
import { InFlight } from './requests/in-flight';
import { RateLimit } from './requests/rate-limit';
import { endUnusedConnections } from './requests/unused-connections';
import { commandRoute, routesOfCommand } from './routes/command-route';
import { guarded, type Handle, type RouteKind } from './routes/guard';
import { handWritten } from './routes/hand-written-route';
import { queryRoute } from './routes/query-route';
import { methodAndPath } from './routes/route-path';

/** All of the public door, as one Fastify plugin: what needs a token, and the little that does not. */
export async function gatewayPlugin(app: FastifyInstance, options: GatewayOptions): Promise<void> {
  const { contracts, clock, events } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const closing = new AbortController();
  const authenticator = new Authenticator(options.services, clock);
  const forget = (recordId: string) => authenticator.forget(recordId);
  const services = heedingAccess(options.services, forget);
  void followAccess(events, forget, { logger: options.logger, signal: closing.signal });
  const inFlight = new InFlight({ most: limits.inFlight, answerWithin: limits.answerWithin }, sendProblem);
  const rate = new RateLimit(limits.perTokenPerSecond, clock);
  const guard = { authenticator, rate, inFlight, closing: closing.signal };

  app.addHook('preClose', async () => {
    closing.abort();
    inFlight.stop();
  });
  endUnusedConnections(app);
  app.addHook('onSend', (_request, reply, payload, done) => {
    // Otherwise the connection of an answer given while stopping stays open, and the server with it.
    if (closing.signal.aborted) void reply.header('connection', 'close');
    done(null, payload);
  });
  app.setErrorHandler((error, request, reply) => sendProblem(reply, toldProblem(error, request, options)));
  app.decorateRequest('session', null);

  const open = (route: Route, roles: readonly Role[], handle: Handle, kind: RouteKind = {}) => {
    const { method, path: url } = methodAndPath(route);
    const { noHead } = kind;
    app.route({ method, url, ...(noHead && { exposeHeadRoute: false }), ...guarded(guard, roles, handle, kind) });
  };
  for (const { commands, queries } of contracts) {
    for (const one of queries)
      if (one.route) open(one.route, one.roles, queryRoute(one, options), { isQuestion: true });
    for (const one of commands)
      for (const route of routesOfCommand(one))
        open(route, one.roles, commandRoute(one, { services, clock }), { authenticatesAnew: decidesAccess(one) });
  }
  const isAllowed = readingOn(authenticator, { logger: options.logger, signal: closing.signal });
  const written = [
    ...operationsRoutes(options),
    ...eventRoutes(options, { limits, closing: closing.signal, isAllowed }),
  ];
  for (const one of written) open(one.route, one.roles, handWritten(one), one);

  serveDocuments(app, contracts, openApi(contracts, written));
  serveHealth(app, options);
  await app.register(serveDocs);
}

/** Errors nobody foresaw go to the log with the id that the client is told. */
export function toldProblem(
  error: unknown,
  request: FastifyRequest,
  { logger }: Pick<GatewayOptions, 'logger'>,
): Problem {
  const problem = problemOf(error);
  // A service has logged its own with the same id; the route is known only here.
  if (problem.status === 500)
    logger.error(
      { err: error, requestId: request.id, method: request.method, route: request.routeOptions?.url },
      problem.title,
    );
  return problem;
}
