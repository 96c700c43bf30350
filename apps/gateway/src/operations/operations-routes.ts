import { Line, Payload } from '@opsledger/contracts';
import { Problem, type ReaderOverview, type ReadersOverview } from '@opsledger/service-kit';
import { Type } from '@sinclair/typebox';
import type { FastifyReply } from 'fastify';
import type { GatewayOptions } from '../gateway-options';
import type { HandWrittenRoute } from '../routes/hand-written-route';

const roles = ['admin'] as const;
const types = ['application/json'] as const;
const nothing = Payload({});
const readerName = Line(200, { description: 'Name of a projection or process.' });

const json = (reply: FastifyReply, value: unknown, status = 200): FastifyReply =>
  reply.code(status).header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(value));

/** What operators see and do about the views: how far they are, rebuilding them, events they could not take. */
export function operationsRoutes({ operations }: Pick<GatewayOptions, 'operations'>): readonly HandWrittenRoute[] {
  const readerCalled = async (name: string, isMeant = anyKind): Promise<ReaderOverview> => {
    const readers = await operations.readers();
    return readers.items.find((reader) => reader.name === name) ?? noSuchReader(name, readers, isMeant);
  };

  return [
    {
      name: 'ListProjections',
      route: 'GET /v1/projections',
      summary: 'Projections, processes and publishers: position, lag, dead letters, rebuilds',
      roles,
      params: nothing,
      answer: {
        status: 200,
        description:
          'Every projection, process and publisher, under `items`; `unanswered` names services that did not tell of theirs.',
        types,
      },
      handle: async (_input, _request, reply) => json(reply, await operations.readers()),
    },
    {
      name: 'GetProjection',
      route: 'GET /v1/projections/:name',
      summary: 'One projection or process',
      roles,
      params: nothing,
      answer: { status: 200, description: 'How far it is.', types },
      handle: async ({ name }: { name: string }, _request, reply) => json(reply, await readerCalled(name)),
    },
    {
      name: 'RebuildProjection',
      route: 'POST /v1/projections/:name/rebuild',
      summary: 'Build a projection anew beside the live one',
      description: 'Readers see the old one until the new is complete. Ask for the projection to see its progress.',
      roles,
      params: nothing,
      payload: nothing,
      answer: { status: 202, description: 'Begun.', types },
      handle: async ({ name }: { name: string }, _request, reply) => {
        requireRebuildable(await readerCalled(name, isProjection));
        await operations.beginRebuild(name);
        return json(reply, await readerCalled(name), 202);
      },
    },
    {
      name: 'ListParkedEvents',
      route: 'GET /v1/parked-events',
      summary: 'Parked events: dead letters, which a projection or process could not apply, and what waits behind them',
      roles,
      params: Payload({ reader: Type.Optional(readerName) }),
      answer: {
        status: 200,
        description:
          'The oldest hundred, under `items`, each with its error, or null where it only waits; `unanswered` names services that did not tell of theirs.',
        types,
      },
      handle: async ({ reader }: { reader?: string }, _request, reply) => json(reply, await operations.parked(reader)),
    },
    {
      name: 'RetryParkedEvents',
      route: 'POST /v1/parked-events/retry',
      summary: 'Try the parked events of a projection or process again, in order',
      roles,
      params: nothing,
      payload: Payload({ reader: readerName }),
      answer: { status: 200, description: 'How many were applied, and how many are left.', types },
      handle: async ({ reader }: { reader: string }, _request, reply) =>
        json(reply, await operations.retryParked(reader)),
    },
  ];
}

const anyKind = (_reader: ReaderOverview): boolean => true;
const isProjection = ({ kind }: ReaderOverview): boolean => kind === 'projection';

/** @param isMeant of which kind of reader there is talk: others would be refused as well */
function noSuchReader(name: string, { items, unanswered }: ReadersOverview, isMeant: typeof anyKind): never {
  if (unanswered.length > 0)
    throw new Problem(
      503,
      'service-unavailable',
      'Service not available',
      `There is no ${name} in the services that answer; ${unanswered.join(', ')} did not. Try again in a moment.`,
      { retryAfter: 2 },
    );
  const known = items
    .filter(isMeant)
    .map((reader) => reader.name)
    .join(', ');
  throw new Problem(404, 'not-found', 'No such projection', `There is no ${name}. There are: ${known || 'none'}.`);
}

function requireRebuildable(reader: ReaderOverview): void {
  const { name, kind, rebuild } = reader;
  if (!isProjection(reader))
    throw new Problem(409, 'not-a-projection', 'Nothing to rebuild', `${name} is a ${kind}: it holds no view.`);
  if (rebuild?.state === 'running')
    throw new Problem(
      409,
      'being-rebuilt',
      'Already being rebuilt',
      `${name} is being rebuilt; GET it for its progress.`,
    );
}
