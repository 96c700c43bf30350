import type { AddressInfo } from 'node:net';
import { serveHealth, type Logger, type ServedHealth } from '@opsledger/service-kit';
import { fastify } from 'fastify';
import { asCannotListen, type Listening } from './listening';
import type { Teardown } from './teardown';

/**
 * Health and metrics of a process that serves nothing else over HTTP; from before it can work until after it could, so
 * that whoever watches it sees it start and stop. Answers the port.
 *
 * @throws CannotStart when the address cannot be had
 */
export async function startHealthServer(
  served: ServedHealth,
  at: Listening,
  logger: Logger,
  teardown: Teardown,
): Promise<number> {
  const server = fastify({ logger: false, forceCloseConnections: true });
  serveHealth(server, served);
  server.setErrorHandler((error, _request, reply) => {
    logger.error({ err: error }, 'health could not be told');
    return reply.code(500).send({ status: 'failing', checks: {} });
  });
  await server.listen({ host: at.host, port: at.port }).catch((error: unknown) => {
    throw asCannotListen(error, at);
  });
  teardown.add('health and metrics', () => server.close());
  return (server.server.address() as AddressInfo).port;
}
