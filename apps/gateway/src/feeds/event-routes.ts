import type { EventContract } from '@opsledger/contracts';
import { START } from '@opsledger/event-store';
import { Problem } from '@opsledger/service-kit';
import type { FastifyRequest } from 'fastify';
import { requireRole } from '../authentication/session';
import { DEFAULT_LIMITS, type GatewayOptions } from '../gateway-options';
import type { HandWrittenRoute } from '../operations/operations-routes';
import { writeFeed, type FeedOrder } from './event-feed';

const PARAMETERS = ['types', 'subject', 'after', 'follow'];

/**
 * The whole log as a feed. Whoever reads it reads every record, so it is for analysts and admins only.
 * `closing` ends the open feeds when the server stops.
 */
export function eventRoutes(
  { events, limits, contracts }: GatewayOptions,
  closing: AbortSignal,
): readonly HandWrittenRoute[] {
  const { feeds, heartbeat } = { ...DEFAULT_LIMITS, ...limits };
  const byName = new Map<string, EventContract>(
    contracts.flatMap((one) => one.events.map((event) => [event.name, event])),
  );
  let open = 0;
  return [
    {
      route: 'GET /v1/events',
      summary: 'The log as CloudEvents: server-sent events, or with follow=false lines of JSON up to now',
      handle: async (request, reply, session) => {
        requireRole(session, ['analyst']);
        const order = orderOf(request);
        if (open >= feeds)
          throw new Problem(503, 'too-many-feeds', 'Too many feeds', `${feeds} feeds are open.`, { retryAfter: 5 });
        open++;
        const gone = new AbortController();
        request.raw.on('close', () => gone.abort());
        reply.raw.on('close', () => gone.abort());
        reply.hijack();
        reply.raw.writeHead(200, {
          'content-type': order.follow ? 'text/event-stream; charset=utf-8' : 'application/x-ndjson; charset=utf-8',
          'cache-control': 'no-store',
          'x-accel-buffering': 'no',
        });
        reply.raw.flushHeaders();
        const signal = AbortSignal.any([gone.signal, closing]);
        try {
          await writeFeed(reply.raw, order, events, byName, { heartbeat, signal });
        } finally {
          open--;
        }
      },
    },
  ];
}

function orderOf(request: FastifyRequest): FeedOrder {
  const query = request.query as Record<string, unknown>;
  const wrong = Object.entries(query).find(([name, value]) => !PARAMETERS.includes(name) || typeof value !== 'string');
  if (wrong)
    throw invalid(`${wrong[0]} is not a parameter of the feed, or is given twice; known are ${PARAMETERS.join(', ')}.`);
  const { types, subject, after, follow } = query as Record<string, string | undefined>;
  if (follow !== undefined && follow !== 'true' && follow !== 'false') throw invalid('follow must be true or false.');
  const resumed = request.headers['last-event-id'];
  const from = (typeof resumed === 'string' ? resumed : undefined) ?? after ?? START;
  if (!/^\d{16}$/.test(from))
    throw invalid('after (or Last-Event-ID) must be a position: 16 digits, as an earlier event carried it.');
  return {
    after: from,
    follow: follow !== 'false',
    ...(types !== undefined && { types: new Set(types.split(',').map((type) => type.trim())) }),
    ...(subject !== undefined && { subject }),
  };
}

const invalid = (detail: string): Problem => new Problem(400, 'invalid-parameters', 'Parameters do not fit', detail);
