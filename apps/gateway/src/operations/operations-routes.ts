import { Problem, type ReaderOverview } from '@opsledger/service-kit';
import type { Route } from '@opsledger/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { requireRole, type Session } from '../authentication/session';
import type { GatewayOptions } from '../gateway-options';

/** A route that no contract describes: operations and feeds. */
export interface HandWrittenRoute {
  readonly route: Route;
  readonly summary: string;
  readonly handle: (request: FastifyRequest, reply: FastifyReply, session: Session) => Promise<unknown>;
}

const json = (reply: FastifyReply, value: unknown, status = 200): FastifyReply =>
  reply.code(status).header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(value));

/** What operators see and do about the views: how far they are, rebuilding them, events they could not take. */
export function operationsRoutes({ operations, logger }: GatewayOptions): readonly HandWrittenRoute[] {
  const one = async (name: string): Promise<ReaderOverview> => {
    const readers = await operations.readers();
    const found = readers.find((reader) => reader.name === name);
    if (found) return found;
    const known = readers.map((reader) => reader.name).join(', ');
    throw new Problem(404, 'not-found', 'No such projection', `There is no ${name}. There are: ${known}.`);
  };
  const nameOf = (request: FastifyRequest): string => (request.params as { name: string }).name;
  const readerAsked = (value: object): string | undefined => {
    const { reader } = value as { reader?: unknown };
    if (reader === undefined || typeof reader === 'string') return reader;
    throw new Problem(
      400,
      'invalid-parameters',
      'Unknown reader',
      'reader must be the name of a projection or process.',
    );
  };

  return [
    {
      route: 'GET /v1/projections',
      summary: 'Projections and processes: position, lag, parked events, rebuilds',
      handle: async (_request, reply, session) => {
        requireRole(session, ['admin']);
        return json(reply, { items: await operations.readers() });
      },
    },
    {
      route: 'GET /v1/projections/:name',
      summary: 'One projection or process',
      handle: async (request, reply, session) => {
        requireRole(session, ['admin']);
        return json(reply, await one(nameOf(request)));
      },
    },
    {
      route: 'POST /v1/projections/:name/rebuild',
      summary: 'Build a projection anew beside the live one',
      handle: async (request, reply, session) => {
        requireRole(session, ['admin']);
        const { name, kind, rebuild } = await one(nameOf(request));
        if (kind !== 'projection')
          throw new Problem(409, 'not-a-projection', 'Nothing to rebuild', `${name} is a process: it holds no view.`);
        if (rebuild?.state === 'running')
          throw new Problem(
            409,
            'being-rebuilt',
            'Already being rebuilt',
            `${name} is being rebuilt; GET it for its progress.`,
          );
        operations
          .rebuild(name)
          .catch((error: unknown) => logger.error({ err: error, projection: name }, 'rebuild failed'));
        return json(reply, await one(name), 202);
      },
    },
    {
      route: 'GET /v1/parked-events',
      summary: 'Events that a projection or process could not apply',
      handle: async (request, reply, session) => {
        requireRole(session, ['admin']);
        return json(reply, { items: await operations.parked(readerAsked(request.query as object)) });
      },
    },
    {
      route: 'POST /v1/parked-events/retry',
      summary: 'Try the parked events of a projection or process again, in order',
      handle: async (request, reply, session) => {
        requireRole(session, ['admin']);
        const reader = readerAsked((request.body ?? {}) as object);
        if (!reader)
          throw new Problem(
            400,
            'invalid-payload',
            'Which reader?',
            'Send {"reader": "<name>"}; GET /v1/parked-events names them.',
          );
        return json(reply, await operations.retryParked(reader));
      },
    },
  ];
}
