import type { Role } from '@opsledger/contracts';
import { Problem } from '@opsledger/service-kit';
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import type { Authenticator } from '../authentication/authenticator';
import { requireRole, type Session } from '../authentication/session';
import type { InFlight } from '../requests/in-flight';
import type { RateLimit } from '../requests/rate-limit';

/** What a route does once it is known who asks and that they may. */
export type Handle = (request: FastifyRequest, reply: FastifyReply, session: Session) => Promise<unknown>;

/** How a route differs from most. */
export interface RouteKind {
  /** Changes nothing, whatever its method: without an answer it is simply asked again. */
  readonly isQuestion?: boolean;
  /** A feed has no answer to ask the headers of. */
  readonly noHead?: boolean;
  /** Rests on no remembered answer about who asks. */
  readonly authenticatesAnew?: boolean;
}

interface GuardParts {
  readonly authenticator: Authenticator;
  readonly rate: RateLimit;
  readonly inFlight: InFlight;
  readonly closing: AbortSignal;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard; `null` on routes open to all. */
    session: Session | null;
  }
}

/**
 * Stands in front of every route that is not open to all. Who asks, and whether they may, is settled before a body is
 * read; without a good token nothing is looked at.
 */
export function guarded(
  { authenticator, rate, inFlight, closing }: GuardParts,
  roles: readonly Role[],
  handle: Handle,
  { authenticatesAnew = false, isQuestion = false }: RouteKind = {},
): {
  onRequest(request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void;
  handler(request: FastifyRequest, reply: FastifyReply): Promise<unknown>;
} {
  const admit = (request: FastifyRequest, session: Session): void => {
    requireRole(session, roles);
    request.session = session;
  };
  return {
    onRequest(request, _reply, done) {
      try {
        if (closing.aborted) throw stopping();
        const enter = (session: Session): void => {
          rate.take(session.tokenHash);
          admit(request, session);
        };
        const session = authenticator.authenticate(request.headers.authorization);
        if (session instanceof Promise) return void session.then(enter).then(() => done(), done);
        enter(session);
      } catch (error) {
        return done(error as Error);
      }
      done();
    },
    async handler(request, reply) {
      const place = inFlight.begin(reply, isQuestion || request.method === 'GET' || request.method === 'HEAD');
      try {
        // Not before the body is here: whoever sends it slowly must not act on what they were when they began.
        if (authenticatesAnew) admit(request, await authenticator.authenticateAnew(request.headers.authorization));
        return await handle(request, reply, request.session!);
      } finally {
        inFlight.end(place);
      }
    },
  };
}

const stopping = (): Problem =>
  new Problem(503, 'stopping', 'Stopping', 'This server is stopping. Try again in a moment.', { retryAfter: 2 });
