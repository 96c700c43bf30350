import { Line, Payload, type Role } from '@opsledger/contracts';
import { START, type Position } from '@opsledger/event-store';
import { Problem } from '@opsledger/service-kit';
import { Type } from '@sinclair/typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SECURITY_HEADERS } from '../answers/security-headers';
import type { GatewayLimits, GatewayOptions } from '../gateway-options';
import { originOf } from '../requests/origin';
import type { HandWrittenRoute } from '../routes/hand-written-route';
import { writeFeed, type Feed } from './event-feed';
import { eventContracts, namesOf } from './event-selection';

interface FeedParts {
  readonly limits: GatewayLimits;
  /** Ends the open feeds when the server stops. */
  readonly closing: AbortSignal;
  /** Whether whoever sent the request may still read. */
  readonly isAllowed: (request: FastifyRequest, roles: readonly Role[]) => Promise<boolean>;
}

interface FeedParams {
  readonly types?: string;
  readonly subject?: string;
  readonly after?: string;
  readonly follow: boolean;
}

const roles = ['analyst'] as const;
const POSITION = /^\d{16}$/;
const BROKEN_OFF = 'A feed broke off; its reader has to come back and go on from the last position it has seen';

const params = Payload({
  types: Type.Optional(
    Line(5_000, { description: 'Names of facts or CloudEvents types, comma separated. Default: all.' }),
  ),
  subject: Type.Optional(Line(200, { description: 'Id of the one record whose events are wanted.' })),
  after: Type.Optional(Type.String({ description: 'Position of the last event seen. Default: from the beginning.' })),
  follow: Type.Boolean({ default: true, description: 'false: lines of JSON up to the present end of the log.' }),
});

/** The whole log as a feed. Whoever reads it reads every record, so it is for analysts and admins only. */
export function eventRoutes(
  { events, contracts: services, logger }: Pick<GatewayOptions, 'events' | 'contracts' | 'logger'>,
  { limits, closing, isAllowed }: FeedParts,
): readonly HandWrittenRoute[] {
  const contracts = eventContracts(services);
  let open = 0;

  const handle = async (input: FeedParams, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const feed: Feed = {
      after: startOf(input, request),
      selection: {
        subject: input.subject,
        types: input.types === undefined ? undefined : namesOf(input.types, contracts),
      },
      ...(!input.follow && { end: await events.head() }),
    };
    if (open >= limits.feeds) throw tooManyFeeds(open);
    open++;
    try {
      const gone = new AbortController();
      reply.raw.on('close', () => gone.abort());
      begin(reply, feed);
      await writeFeed(reply.raw, feed, events, {
        contracts,
        origin: originOf(request),
        heartbeat: limits.heartbeat,
        patience: limits.feedPatience,
        isAllowed: () => isAllowed(request, roles),
        signal: AbortSignal.any([gone.signal, closing]),
      });
    } catch (err) {
      reply.raw.destroy();
      // Nobody else can tell it any more: the answer has begun.
      logger.error({ err, requestId: request.id }, BROKEN_OFF);
    } finally {
      open--;
    }
  };

  return [
    {
      name: 'FollowEvents',
      route: 'GET /v1/events',
      summary: 'The log as CloudEvents: server-sent events, or with follow=false lines of JSON up to now',
      description:
        'The `id` of each event is its position: sent back as `Last-Event-ID`, which browsers do by themselves, or as ' +
        '`after`, the feed goes on behind it. `sequence` counts per `stream` without gaps: a gap is a loss.',
      roles,
      params,
      answer: { status: 200, description: 'CloudEvents 1.0.', types: ['text/event-stream', 'application/x-ndjson'] },
      noHead: true,
      handle,
    },
  ];
}

function startOf({ after }: FeedParams, request: FastifyRequest): Position {
  const resumed = request.headers['last-event-id'];
  const from = (typeof resumed === 'string' && resumed !== '' ? resumed : after) ?? START;
  if (POSITION.test(from)) return from;
  const message = 'must be a position: 16 digits, as an earlier event carried it';
  throw new Problem(400, 'invalid-parameters', 'Unknown position', `after (or Last-Event-ID) ${message}.`, {
    violations: [{ path: '/after', message }],
  });
}

/** From here on the answer is written as it comes; Fastify has no more to do with it. */
function begin(reply: FastifyReply, { end }: Feed): void {
  reply.hijack();
  reply.raw.writeHead(200, {
    ...SECURITY_HEADERS,
    'content-type': end === undefined ? 'text/event-stream; charset=utf-8' : 'application/x-ndjson; charset=utf-8',
    'x-accel-buffering': 'no',
  });
  reply.raw.flushHeaders();
}

const tooManyFeeds = (open: number): Problem =>
  new Problem(503, 'too-many-feeds', 'Too many feeds', `${open} feeds are open.`, { retryAfter: 5 });
